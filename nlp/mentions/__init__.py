"""Which benefits, risks and rules do they name?"""
