package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.contract.telegram.AccountSessionOps;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramAccountOps.Changed;
import io.pult.contract.telegram.TelegramActs;
import io.pult.contract.telegram.TelegramActs.ChannelName;
import io.pult.contract.telegram.TelegramActs.Comment;
import io.pult.playground.telegram.Account;
import io.pult.playground.telegram.AccountSpec;
import io.pult.playground.telegram.Channel;
import io.pult.playground.telegram.ChannelSpec;
import io.pult.playground.telegram.Order;
import io.pult.playground.telegram.World;
import io.pult.support.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FloodsIT {
    private static final List<Changed> told = new CopyOnWriteArrayList<>();

    private static TelegramRig rig;
    private static TelegramRig.Node node;
    private static World world;
    private static int random = 1_000;
    private static ChannelName news;
    private static ChannelName sport;
    private static int post;
    private static int match;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(10);
        world = rig.standIn.world();
        Account author = world.add(AccountSpec.of("79990000002"));
        Channel first = world.add(ChannelSpec.channel("News", "flood_news"), author);
        world.link(first, world.add(ChannelSpec.group("Talk of news", "flood_talk"), author));
        Channel second = world.add(ChannelSpec.channel("Sport", "flood_sport"), author);
        world.link(second, world.add(ChannelSpec.group("Talk of sport", "flood_sport_talk"), author));
        post = world.post(first, "news");
        match = world.post(second, "match");
        news = new ChannelName(first.id(), "flood_news");
        sport = new ChannelName(second.id(), "flood_sport");
        node = rig.node();
        Wait.on(rig.bus.onEvery(TelegramAccountOps.CHANGED, event -> told.add(event.body())));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void a_wait_refuses_at_once_without_sending_outlives_its_owner_and_ends_by_time_alone() throws Exception {
        UUID account = held(0);
        world.order(Order.refuse("messages.sendMessage", 420, "FLOOD_WAIT_3000"), 1);

        Failure refused = rig.failure(TelegramActs.COMMENT, comment(account, news, post));
        assertThat(refused.code()).isEqualTo("telegram.flood");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(3_000));
        Wait.until("whoever looks at it is told", () -> told.contains(new Changed(account, null, State.FLOOD)));

        long sent = calls();
        assertThat(rig.failure(TelegramActs.COMMENT, comment(account, sport, match))
                        .code())
                .isEqualTo("telegram.flood");
        assertThat(calls()).as("nothing was sent").isEqualTo(sent);

        var other = rig.node();
        node.stop();
        node = other;
        Failure later = rig.failure(TelegramActs.COMMENT, comment(account, news, post));
        assertThat(later.code()).isEqualTo("telegram.flood");
        assertThat(later.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(3_000));
        assertThat(calls()).as("nor by the next owner").isEqualTo(sent);

        rig.time.pass(Duration.ofSeconds(3_001));
        assertThat(rig.ask(TelegramActs.COMMENT, comment(account, news, post)).message())
                .isNotNull();
    }

    @Test
    void slow_mode_is_of_its_chat_alone() throws Exception {
        UUID account = held(1);
        world.order(Order.refuse("messages.sendMessage", 420, "SLOWMODE_WAIT_60"), 1);

        assertThat(rig.failure(TelegramActs.COMMENT, comment(account, news, post))
                        .code())
                .isEqualTo("telegram.flood");

        assertThat(rig.ask(TelegramActs.COMMENT, comment(account, sport, match)).message())
                .isNotNull();
        assertThat(rig.failure(TelegramActs.COMMENT, comment(account, news, post))
                        .code())
                .isEqualTo("telegram.flood");
        var shown = rig.ask(AccountSessionOps.LIST_FLOODS, new AccountSessionOps.ListFloods(account));
        assertThat(shown.items()).singleElement().satisfies(flood -> {
            assertThat(flood.chat()).isEqualTo(Long.toString(news.id()));
            assertThat(flood.error()).isEqualTo("SLOWMODE_WAIT_60");
            assertThat(flood.message()).contains("slow mode");
        });
    }

    @Test
    void who_is_taken_for_a_spammer_does_not_write_for_a_day() throws Exception {
        UUID account = held(2);
        world.order(Order.refuse("messages.sendMessage", 400, "PEER_FLOOD"), 1);

        assertThat(rig.failure(TelegramActs.COMMENT, comment(account, news, post))
                        .code())
                .isEqualTo("telegram.peer_flood");
        long sent = calls();
        assertThat(rig.failure(TelegramActs.COMMENT, comment(account, sport, match))
                        .code())
                .isEqualTo("telegram.peer_flood");
        assertThat(calls()).isEqualTo(sent);
        assertThat(rig.ask(TelegramActs.REACT, new TelegramActs.React(account, null, news, post, "👍")))
                .as("it may do other things")
                .isNotNull();
    }

    @Test
    void the_session_is_shown_by_its_owner_and_to_nobody_else() throws Exception {
        UUID account = held(3);
        rig.ask(TelegramActs.STATUSES, new TelegramActs.ListStatuses(account, null, null));

        var shown = rig.ask(AccountSessionOps.GET_SESSION, new AccountSessionOps.GetSession(account, null));
        assertThat(shown.line()).isEqualTo(AccountSessionOps.Line.CONNECTED);
        assertThat(shown.node()).startsWith("node-");
        assertThat(shown.lastReadAt()).isNotNull();
        assertThat(shown.memoryBytes()).isBetween(10_000L, 100_000L);

        var stranger = Call.by(new Principal("user:7", Set.of("USER")), Duration.ofSeconds(5));
        Throwable hidden = Wait.failureOf(
                rig.bus.ask(AccountSessionOps.GET_SESSION, new AccountSessionOps.GetSession(account, null), stranger));
        assertThat(((Failure) hidden).code()).isEqualTo("account.not_found");
        Throwable waits = Wait.failureOf(
                rig.bus.ask(AccountSessionOps.LIST_FLOODS, new AccountSessionOps.ListFloods(account), stranger));
        assertThat(((Failure) waits).code()).isEqualTo("account.not_found");
    }

    private static UUID held(int number) throws Exception {
        UUID account = rig.signedIn(number, number + 1).get(0);
        Wait.until(
                "it is held",
                () -> rig.held(node.owner()) > 0
                        && Wait.on(rig.pg.query(
                                                "SELECT FROM telegram_session WHERE account_id = $1 AND owner IS NOT NULL",
                                                account))
                                        .size()
                                == 1);
        return account;
    }

    private static Comment comment(UUID account, ChannelName channel, int about) {
        return new Comment(account, null, channel, about, "a comment", Integer.toString(random++));
    }

    private static long calls() {
        return world.calls().getOrDefault("messages.sendMessage", 0L)
                + world.calls().getOrDefault("messages.getDiscussionMessage", 0L);
    }
}
