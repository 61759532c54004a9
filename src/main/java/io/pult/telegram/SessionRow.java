package io.pult.telegram;

import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccount.Status;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account's session with all that its owner needs to connect it, as it stood at one moment.
 *
 * @param owner incarnation that holds it; absent: none
 * @param epoch rises with every change of the owner
 * @param envelope what a client saved, sealed; absent: never signed in, or wiped
 * @param telegramId as Telegram or the imported session told; absent: not known
 */
record SessionRow(
        UUID account,
        @Nullable UUID workspace,
        @Nullable UUID owner,
        long epoch,
        State state,
        @Nullable String reason,
        @Nullable String envelope,
        @Nullable String phone,
        Status status,
        @Nullable Long telegramId,
        @Nullable App app,
        Way way) {

    /**
     * Which application it signs in under.
     *
     * @param place of the sealed hash, which is the account's or its workspace's
     */
    record App(int apiId, String sealedHash, String place) {}

    /** How it reaches Telegram. */
    sealed interface Way {
        record Unchosen() implements Way {}

        record Direct() implements Way {}

        /** @param sealedSecret the password of a SOCKS5 proxy, the secret of an MTProxy; absent: it wants none */
        record Proxy(
                UUID id,
                String kind,
                String host,
                int port,
                @Nullable String username,
                @Nullable String sealedSecret) implements Way {}
    }

    /** Without secrets, sealed or not. */
    @Override
    public String toString() {
        return "SessionRow[account=%s, epoch=%d, state=%s]".formatted(account, epoch, state.text());
    }
}
