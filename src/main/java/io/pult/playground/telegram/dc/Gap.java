package io.pult.playground.telegram.dc;

/**
 * How long a key was without a connection, the last time.
 *
 * @param leftAt millisecond of the clock at which its connection ended
 * @param backAt at which the next one said something with it
 */
public record Gap(long authKeyId, long leftAt, long backAt) {}
