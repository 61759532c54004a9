package io.pult.contract.telegram;

import io.pult.contract.telegram.TelegramAccount.State;
import java.util.List;
import java.util.Map;

/**
 * How all accounts and the nodes that hold them are.
 *
 * @param accounts in all
 * @param states accounts by state; each counts once, and states without any are left out
 * @param held sessions that a living node owns
 * @param waiting sessions that some node should own and none does at the moment
 * @param connected as the nodes last told
 * @param resting as the nodes last told
 * @param floods waits that Telegram ordered and that are not over
 */
public record TelegramSummary(
        int accounts,
        Map<State, Integer> states,
        int held,
        int waiting,
        int connected,
        int resting,
        int floods,
        List<TelegramNode> nodes) {
    public TelegramSummary {
        states = Map.copyOf(states);
        nodes = List.copyOf(nodes);
    }
}
