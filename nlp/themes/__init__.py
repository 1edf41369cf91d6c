"""What are they talking about?"""
