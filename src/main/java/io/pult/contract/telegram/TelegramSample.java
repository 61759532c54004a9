package io.pult.contract.telegram;

import java.time.Instant;

/**
 * How all accounts were at some moment of a quarter of an hour.
 *
 * @param at the quarter's beginning
 * @param accounts in all
 * @param ready without those that wait out a flood
 */
public record TelegramSample(Instant at, int accounts, int ready, int flood, int lost) {}
