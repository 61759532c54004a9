package io.pult.mtproto.updates;

/**
 * How far an account has heard, as {@code updates.state} says it (core.telegram.org/api/updates, "Update state").
 *
 * @param pts of users and basic groups
 * @param qts of secret chats: kept as it comes, as this client has none
 * @param date Unix time, in seconds
 * @param seq of the envelopes
 */
public record UpdateState(int pts, int qts, int date, int seq) {}
