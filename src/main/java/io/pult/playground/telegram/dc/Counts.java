package io.pult.playground.telegram.dc;

/**
 * What a data centre has seen since it was started.
 *
 * @param connections accepted
 * @param open connections that are open now
 * @param keys made in an exchange
 * @param keysInUse by a connection that is open now
 * @param sessionsCreated with new_session_created
 * @param sessions that are remembered now
 * @param messages received and not refused
 * @param executed calls handed to the API, each msg_id of a session once
 * @param repeated messages that came again and were not executed again
 * @param refused messages answered with bad_msg_notification
 * @param wrongSalts messages answered with bad_server_salt
 * @param resent messages of ours sent again
 * @param forgotten messages of ours that were never acknowledged and given up
 * @param broken connections ended by us for what came over them
 * @param superseded connections that were open and silent for ten seconds when another one spoke with their key
 */
public record Counts(
        long connections,
        long open,
        long keys,
        long keysInUse,
        long sessionsCreated,
        long sessions,
        long messages,
        long executed,
        long repeated,
        long refused,
        long wrongSalts,
        long resent,
        long forgotten,
        long broken,
        long superseded) {}
