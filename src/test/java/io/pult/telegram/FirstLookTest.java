package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccount.Status;
import io.pult.mtproto.api.User;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstLookTest {
    private static final long ANN = 5_000_000_001L;

    @Test
    void a_bot_is_refused() {
        assertThat(FirstLook.objection(row(null, null), user(ANN, true, null))).isEqualTo(Ending.BOT);
    }

    @Test
    void somebody_else_than_the_imported_session_named_is_refused() {
        assertThat(FirstLook.objection(row(ANN + 1, null), user(ANN, false, "79990000001")))
                .isEqualTo(Ending.OTHER_ACCOUNT);
    }

    @Test
    void somebody_with_another_phone_than_the_account_has_is_refused_while_nobody_knows_the_id() {
        assertThat(FirstLook.objection(row(null, "+79990000002"), user(ANN, false, "79990000001")))
                .isEqualTo(Ending.OTHER_ACCOUNT);
        assertThat(FirstLook.objection(row(ANN, "+79990000002"), user(ANN, false, "79990000001")))
                .as("people change their numbers")
                .isNull();
    }

    @Test
    void whoever_it_should_be_is_welcome() {
        assertThat(FirstLook.objection(row(ANN, "+79990000001"), user(ANN, false, "79990000001")))
                .isNull();
        assertThat(FirstLook.objection(row(null, null), user(ANN, false, null))).isNull();
    }

    private static SessionRow row(@Nullable Long telegramId, @Nullable String phone) {
        return new SessionRow(
                UUID.randomUUID(),
                null,
                UUID.randomUUID(),
                1,
                State.READY,
                null,
                "sealed",
                phone,
                Status.ACTIVE,
                telegramId,
                false,
                null,
                new SessionRow.Way.Direct());
    }

    private static User.Plain user(long id, boolean bot, @Nullable String phone) {
        return new User.Plain(
                true, false, false, false, bot, false, false, false, false, false, id, 1L, "Ann", null, null, phone,
                null, null);
    }
}
