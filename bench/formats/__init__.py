"""The same articles in six formats: how much of them does each reader give back?"""
