//! Triage: whether a message is an emergency, asks for a judgement on one case, or is small talk.
