package io.pult.mtproto;

import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.updates.UpdatesMemory;
import java.util.List;

/**
 * All that a client has to know to go on elsewhere or after a restart: an immutable record that a store can keep. Contains the
 * key, and so is the account.
 *
 * @param self the account's own id; 0 before it is known
 * @param bot whether it is a bot's, which is known only when {@code self} is
 * @param peers at most 1,024
 */
public record SavedAccount(
        SessionMemory session, boolean test, long self, boolean bot, UpdatesMemory updates, List<KnownPeer> peers) {
    public SavedAccount {
        peers = List.copyOf(peers);
    }

    @Override
    public String toString() {
        return "SavedAccount[dc=%d, self=%d, peers=%d]".formatted(session.dc(), self, peers.size());
    }
}
