"""What did people write?"""
