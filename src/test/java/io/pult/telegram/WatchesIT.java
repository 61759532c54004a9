package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.telegram.SeenPresence.Seen;
import io.pult.contract.telegram.TelegramActs;
import io.pult.contract.telegram.TelegramActs.ChannelName;
import io.pult.contract.telegram.TelegramActs.UnwatchPresence;
import io.pult.contract.telegram.TelegramActs.WatchChannel;
import io.pult.contract.telegram.TelegramActs.WatchPresence;
import io.pult.contract.telegram.TelegramActs.Watched;
import io.pult.contract.telegram.TelegramEvents;
import io.pult.contract.telegram.TelegramEvents.Posted;
import io.pult.contract.telegram.TelegramEvents.PresenceChange;
import io.pult.playground.telegram.Account;
import io.pult.playground.telegram.AccountSpec;
import io.pult.playground.telegram.Channel;
import io.pult.playground.telegram.ChannelSpec;
import io.pult.playground.telegram.World;
import io.pult.support.Wait;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WatchesIT {
    private static final List<PresenceChange> changes = new CopyOnWriteArrayList<>();
    private static final List<Posted> posts = new CopyOnWriteArrayList<>();

    private static TelegramRig rig;
    private static TelegramRig.Node node;
    private static World world;
    private static Account author;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(20);
        world = rig.standIn.world();
        author = world.add(AccountSpec.of("79990000003").withUsername("watched_author"));
        Wait.on(rig.bus.onEvery(
                TelegramEvents.PRESENCE_CHANGED,
                event -> changes.addAll(event.body().changes())));
        Wait.on(rig.bus.onEvery(TelegramEvents.POSTED, event -> posts.add(event.body())));
        node = rig.node();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void whoever_is_watched_is_told_of_and_nobody_else_also_by_the_next_owner() throws Exception {
        UUID account = held(0);
        Account watched = person(1);
        Account other = person(2);
        rig.ask(TelegramActs.WATCH_PRESENCE, watch(account, "tracker", watched));
        Wait.until("the first answer came", () -> !seen(account, watched).isEmpty());

        world.online(other, 300);
        world.online(watched, 300);
        Wait.until("it was told", () -> seen(account, watched).contains(Seen.ONLINE));
        assertThat(seen(account, other)).isEmpty();

        var next = rig.node();
        node.stop();
        node = next;
        Wait.until("the next owner holds it", () -> rig.held(next.owner()) > 0);
        Wait.until(
                "the next owner has asked",
                () -> seen(account, watched).stream()
                                .filter(Seen.ONLINE::equals)
                                .count()
                        >= 2);
        world.offline(watched);
        Wait.until("the next owner tells of it", () -> seen(account, watched).contains(Seen.OFFLINE));
        assertThat(seen(account, other)).isEmpty();
    }

    @Test
    void what_one_concern_watches_another_one_does_not_end() throws Exception {
        UUID account = held(3);
        Account watched = person(4);
        rig.ask(TelegramActs.WATCH_PRESENCE, watch(account, "tracker", watched));
        rig.ask(TelegramActs.WATCH_PRESENCE, watch(account, "bots", watched));

        rig.ask(TelegramActs.UNWATCH_PRESENCE, new UnwatchPresence(account, null, "bots", List.of(watched.id())));
        world.online(watched, 300);
        Wait.until("it was told", () -> seen(account, watched).contains(Seen.ONLINE));

        rig.ask(TelegramActs.UNWATCH_PRESENCE, new UnwatchPresence(account, null, "tracker", List.of(watched.id())));
        int told = seen(account, watched).size();
        world.offline(watched);
        rig.ask(TelegramActs.STATUSES, new TelegramActs.ListStatuses(account, null, null));
        assertThat(seen(account, watched)).hasSize(told);
    }

    @Test
    void somebody_who_is_no_contact_is_watched_by_name() throws Exception {
        UUID account = held(5);

        var watching = rig.ask(
                TelegramActs.WATCH_PRESENCE,
                new WatchPresence(account, null, "tracker", List.of(), List.of("watched_author")));

        assertThat(watching.users()).containsExactly(new Watched(author.id(), "watched_author"));
        Wait.until("the first answer came", () -> !seen(account, author).isEmpty());
        Failure nobody = rig.failure(
                TelegramActs.WATCH_PRESENCE,
                new WatchPresence(account, null, "tracker", List.of(), List.of("nobody_at_all")));
        assertThat(nobody.code()).isEqualTo("telegram.username_not_occupied");
    }

    @Test
    void the_posts_of_a_watched_channel_are_told_also_by_the_next_owner() throws Exception {
        UUID account = held(6);
        Channel channel = world.add(ChannelSpec.channel("Watched", "watched_channel"), author);
        Channel unwatched = world.add(ChannelSpec.channel("Not watched", "unwatched"), author);
        world.admit(channel, person(6));
        world.admit(unwatched, person(6));
        rig.ask(
                TelegramActs.WATCH_CHANNEL,
                new WatchChannel(account, null, "bots", new ChannelName(channel.id(), "watched_channel")));

        world.post(unwatched, "to nobody");
        int first = world.post(channel, "first");
        Wait.until("it was told", () -> told(account).contains("first"));
        assertThat(posts.stream().filter(each -> each.text().equals("first")))
                .singleElement()
                .satisfies(each -> assertThat(each.post()).isEqualTo(first));

        var next = rig.node();
        node.stop();
        node = next;
        Wait.until("the next owner holds it", () -> rig.held(next.owner()) > 0);
        Wait.until("it is connected", () -> rig.inUse(account));
        world.post(channel, "second");
        Wait.until("the next owner tells of it", () -> told(account).contains("second"));
        assertThat(told(account)).doesNotContain("to nobody");

        rig.ask(TelegramActs.UNWATCH_CHANNEL, new TelegramActs.UnwatchChannel(account, null, "bots", channel.id()));
        assertThat(Wait.on(rig.pg.query("SELECT FROM telegram_watch WHERE account_id = $1", account))
                        .size())
                .isZero();
    }

    private static WatchPresence watch(UUID account, String concern, Account user) {
        return new WatchPresence(account, null, concern, List.of(user.id()), List.of());
    }

    private static List<Seen> seen(UUID account, Account user) {
        return changes.stream()
                .filter(each ->
                        each.account().equals(account) && each.presence().user() == user.id())
                .map(each -> each.presence().seen())
                .toList();
    }

    private static List<String> told(UUID account) {
        return posts.stream()
                .filter(each -> each.account().equals(account))
                .map(Posted::text)
                .toList();
    }

    private static Account person(int number) {
        return world.account("8880%07d".formatted(number));
    }

    private static UUID held(int number) throws Exception {
        UUID account = rig.signedIn(number, number + 1).get(0);
        Wait.until("it is connected", () -> rig.inUse(account));
        return account;
    }
}
