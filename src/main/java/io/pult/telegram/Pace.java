package io.pult.telegram;

import io.pult.mtproto.session.ConnectRamp;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * At which moment each session is best given up, so that whoever takes it can connect it at once: one after another as fast as
 * that node connects, and as fast as it does through the session's exit.
 */
final class Pace {
    private final double perNode;
    private final double perExit;
    private final Map<Object, Double> free = new HashMap<>();

    private record Through(UUID node, String exit) {}

    /** @param rates of the node that takes them; every node of an instance is taken to have the same */
    Pace(ConnectRamp.Rates rates) {
        perNode = 1_000.0 / rates.known();
        perExit = 1_000.0 / rates.exit();
    }

    /** @return milliseconds from the beginning; the answers for one node and exit never fall */
    long turn(UUID node, String exit) {
        var through = new Through(node, exit);
        double turn = Math.max(free.getOrDefault(node, 0.0), free.getOrDefault(through, 0.0));
        // Not past the node's own next place: a session that waits for a slow exit holds up no other.
        free.merge(node, perNode, Double::sum);
        free.put(through, turn + perExit);
        return Math.round(turn);
    }
}
