"""What may pass between stages?"""
