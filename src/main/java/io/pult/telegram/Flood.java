package io.pult.telegram;

import java.time.Instant;

/**
 * A wait that Telegram has ordered. It ends by time alone.
 *
 * @param method as Telegram names it
 * @param chat in which; empty: everywhere
 * @param error as Telegram said it
 * @param seconds that it said, or that we wait where it says nothing
 */
record Flood(String method, String chat, String error, int seconds, Instant until) {}
