package io.pult.playground.telegram.dc;

/**
 * A key was used from two connections that both lived; it is gone since.
 *
 * @param firstPort the remote port of the connection that used it first
 * @param secondPort of the one that used it, too
 */
public record Duplicate(long authKeyId, int firstPort, int secondPort) {}
