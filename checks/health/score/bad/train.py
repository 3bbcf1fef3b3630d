import os


def train( x ):
    return undefined_name + x
