"""How many, of whom, how sure?"""
