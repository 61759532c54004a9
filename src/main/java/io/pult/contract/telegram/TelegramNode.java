package io.pult.contract.telegram;

import java.time.Instant;
import java.util.UUID;

/**
 * A node that may hold sessions, as it last told of itself.
 *
 * @param id of its incarnation, new at every start
 * @param name for people
 * @param leaving it hands over what it holds and takes nothing any more
 * @param held sessions that it owns
 * @param connected of those
 * @param connecting of those, waiting for their turn to connect or for the connection
 * @param resting of those, closed because nobody asks anything of them
 * @param share of all held sessions, 0 to 1
 * @param inFlight calls that wait for Telegram's answer
 * @param callsPerSecond answered by Telegram, between its last two tellings
 * @param reconnects connections lost since it started
 * @param floods waits that Telegram ordered for accounts that it holds
 * @param heapBytes of its Java heap in use
 * @param residentBytes of memory of its process; 0 where the system does not say it
 */
public record TelegramNode(
        UUID id,
        String name,
        boolean leaving,
        int held,
        int connected,
        int connecting,
        int resting,
        double share,
        int inFlight,
        double callsPerSecond,
        long reconnects,
        int floods,
        long heapBytes,
        long residentBytes,
        Instant startedAt,
        Instant toldAt) {}
