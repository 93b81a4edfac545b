"""What a mention says beside its subject: effort, emotion, intent, expectation, loyalty, urgency, channel."""
