package io.pult.telegram;

import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.mtproto.session.Loss;
import java.util.Locale;

/**
 * How a session ends for good: its key is forgotten here.
 *
 * @param reason of the catalogue
 */
record Ending(State state, String reason) {
    static final Ending KEY_TAKEN = new Ending(State.LOST, "key_taken");
    static final Ending BOT = new Ending(State.LOST, "bot");
    static final Ending OTHER_ACCOUNT = new Ending(State.LOST, "other_account");

    static Ending of(Loss loss) {
        State state = switch (loss) {
            case BANNED, DEACTIVATED -> State.BANNED;
            case LOGGED_OUT -> State.NEW;
            default -> State.LOST;
        };
        return new Ending(state, loss.name().toLowerCase(Locale.ROOT));
    }
}
