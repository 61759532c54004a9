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
 * @param verified Telegram has told whose session this is since it came here
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
        boolean verified,
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

    SessionRow in(State next, @Nullable String why) {
        return new SessionRow(
                account, workspace, owner, epoch, next, why, envelope, phone, status, telegramId, verified, app, way);
    }

    SessionRow verifiedAs(long id, @Nullable String knownPhone) {
        return new SessionRow(
                account, workspace, owner, epoch, state, reason, envelope, knownPhone, status, id, true, app, way);
    }

    /** Its key is forgotten, and with it whose it was proven to be. */
    SessionRow wiped(State next, @Nullable String why) {
        return new SessionRow(
                account, workspace, owner, epoch, next, why, null, phone, status, telegramId, false, app, way);
    }

    /** Should be held by some node: the same that {@code telegram_session.wanted} says. */
    boolean wanted() {
        return envelope != null && (state == State.READY || state == State.FROZEN);
    }

    /** Without secrets, sealed or not. */
    @Override
    public String toString() {
        return "SessionRow[account=%s, epoch=%d, state=%s]".formatted(account, epoch, state.text());
    }
}
