package io.pult.playground.telegram;

/**
 * A message that a client sent.
 *
 * @param message its id, where it lies for the sender
 * @param arrivals how often it was asked for; all but the first were refused
 */
public record Execution(long user, long randomId, int message, int arrivals) {}
