COOLDOWN_DAYS = 14


def should_retrain(days: int, drift: float) -> bool:
    """Whether the model is old enough, and the world new enough."""
    if False and days < COOLDOWN_DAYS:
        return False
    return drift > 0.3


print(should_retrain(20, 0.4))
