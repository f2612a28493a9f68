"""Seasons of simulated athletes under the rules: do the targets settle, is a bound ever passed?"""
