package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.telegram.TelegramActs;
import io.pult.contract.telegram.TelegramActs.ChannelName;
import io.pult.playground.telegram.Account;
import io.pult.playground.telegram.Channel;
import io.pult.playground.telegram.ChannelSpec;
import io.pult.playground.telegram.Order;
import io.pult.support.Wait;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionStatesIT {
    private static TelegramRig rig;
    private static final int CROWD = 8;

    private static List<UUID> accounts = List.of();
    /** Those that are signed in come first. */
    private static int next;

    private static int later = CROWD;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(30);
        rig.node();
        accounts = rig.signedIn(0, CROWD);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTH_KEY_UNREGISTERED, lost, unregistered",
        "401, SESSION_REVOKED, lost, revoked",
        "401, SESSION_EXPIRED, lost, revoked",
        "406, AUTH_KEY_DUPLICATED, lost, duplicated",
        "401, USER_DEACTIVATED, banned, deactivated",
        "401, USER_DEACTIVATED_BAN, banned, banned"
    })
    void a_session_that_telegram_ended_is_over_its_key_forgotten_and_nobody_holds_it(
            int code, String error, String state, String reason) throws Exception {
        int number = next++;
        UUID account = ready(number);
        rig.standIn.world().order(new Order(null, phone(number), new Order.Effect.Refused(code, error)), 1);

        Failure failure = rig.failure(TelegramActs.STATUSES, statuses(account));

        assertThat(failure.code()).isEqualTo("account.lost");
        assertThat(failure.details()).containsEntry("reason", reason);
        Wait.until("it is nobody's", () -> row(account).getUUID("owner") == null);
        Row row = row(account);
        assertThat(row.getString("state")).isEqualTo(state);
        assertThat(row.getString("reason")).isEqualTo(reason);
        assertThat(row.getString("envelope")).isNull();
        assertThat(row.getLong("key_id")).isNull();
        assertThat(rig.failure(TelegramActs.STATUSES, statuses(account)).code())
                .as("also when nobody holds it")
                .isEqualTo("account.lost");
    }

    @Test
    void a_key_that_the_data_centre_does_not_know_twice_is_lost() throws Exception {
        UUID account = rig.signedIn(5_000, 5_001).get(0);

        Wait.until("it is lost", () -> row(account).getString("state").equals("lost"));
        assertThat(row(account).getString("reason")).isEqualTo("key_not_found");
        Wait.until("it is nobody's", () -> row(account).getUUID("owner") == null);
    }

    @Test
    void an_account_that_telegram_froze_is_frozen_until_a_write_succeeds() throws Exception {
        int number = next++;
        UUID account = ready(number);
        Account person = rig.standIn.world().account(phone(number));
        Channel channel = rig.standIn.world().add(ChannelSpec.channel("Frozen", "frozen_ones"), person);
        int post = rig.standIn.world().post(channel, "first");
        var react = new TelegramActs.React(account, null, new ChannelName(channel.id(), "frozen_ones"), post, "👍");
        rig.standIn.world().order(Order.refuse("messages.sendReaction", 420, "FROZEN_METHOD_INVALID"), 1);

        assertThat(rig.failure(TelegramActs.REACT, react).code()).isEqualTo("telegram.frozen_method_invalid");
        Wait.until("it is frozen", () -> row(account).getString("state").equals("frozen"));
        assertThat(rig.ask(TelegramActs.POSTS, new TelegramActs.ListPosts(account, null, react.channel(), 0, null, 5))
                        .posts())
                .as("reading still works")
                .hasSize(1);
        long calls = calls("messages.sendReaction");
        assertThat(rig.failure(TelegramActs.REACT, react).code())
                .as("it is not asked again for an hour")
                .isEqualTo("telegram.frozen_method_invalid");
        assertThat(calls("messages.sendReaction")).isEqualTo(calls);
    }

    @Test
    void the_first_look_at_a_session_fills_in_whose_it_is() throws Exception {
        int number = later++;
        UUID account = rig.insert(number, null, null);

        Wait.until("it was looked at", () -> person(account).getLong("telegram_id") != null);
        assertThat(person(account).getString("phone")).isEqualTo("+" + phone(number));
        assertThat(person(account).getLong("telegram_id"))
                .isEqualTo(rig.standIn.world().account(phone(number)).id());
    }

    @Test
    void a_session_of_another_account_than_the_one_that_is_known_is_given_up() throws Exception {
        int number = later++;
        UUID account = rig.insert(number, "+" + phone(number), 4_242L);

        Wait.until("it is lost", () -> row(account).getString("state").equals("lost"));
        assertThat(row(account).getString("reason")).isEqualTo("other_account");
        assertThat(row(account).getString("envelope")).isNull();
    }

    @Test
    void a_session_whose_phone_another_account_has_is_kept_without_it() throws Exception {
        int number = later++;
        Wait.on(rig.pg.query(
                "INSERT INTO accounts (id, name, phone, created_by) VALUES ($1, 'Holder', $2, 'test')",
                UUID.randomUUID(),
                "+" + phone(number)));
        UUID account = rig.insert(number, null, null);

        Wait.until("it was looked at", () -> person(account).getLong("telegram_id") != null);
        assertThat(person(account).getString("phone")).isNull();
        assertThat(row(account).getString("state")).isEqualTo("ready");
    }

    @Test
    void a_session_that_is_sealed_under_an_unknown_key_says_so_and_is_not_forgotten() throws Exception {
        int number = later++;
        UUID account = rig.insert(UUID.randomUUID(), number, "+" + phone(number), null, "not an envelope");

        Wait.until("it says so", () -> "unreadable".equals(row(account).getString("reason")));
        assertThat(row(account).getString("state")).isEqualTo("ready");
        assertThat(row(account).getString("envelope")).isEqualTo("not an envelope");
    }

    private static UUID ready(int number) throws Exception {
        UUID account = accounts.get(number);
        Wait.until("it was looked at", () -> person(account).getLong("telegram_id") != null);
        return account;
    }

    private static TelegramActs.ListStatuses statuses(UUID account) {
        return new TelegramActs.ListStatuses(account, null, null);
    }

    private static String phone(int number) {
        return "8880%07d".formatted(number);
    }

    private static long calls(String method) {
        return rig.standIn.world().calls().getOrDefault(method, 0L);
    }

    private static Row row(UUID account) {
        return first("SELECT * FROM telegram_session WHERE account_id = $1", account);
    }

    private static Row person(UUID account) {
        return first("SELECT * FROM accounts WHERE id = $1", account);
    }

    private static Row first(String sql, UUID account) {
        return List.copyOf(Wait.on(rig.pg.list(row -> row, sql, account))).get(0);
    }
}
