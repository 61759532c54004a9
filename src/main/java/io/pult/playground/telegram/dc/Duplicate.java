package io.pult.playground.telegram.dc;

/**
 * A key was used from two connections in parallel; it is gone since. One that lives and has been silent for ten seconds when
 * the other speaks may be of a process that is frozen, and counts when it ever speaks again.
 *
 * @param firstPort the remote port of the connection that used it first
 * @param secondPort of the one that used it, too
 */
public record Duplicate(long authKeyId, int firstPort, int secondPort) {}
