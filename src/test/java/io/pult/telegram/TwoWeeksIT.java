package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.telegram.TelegramEvents.Posted;
import io.pult.mtproto.session.Meter;
import io.pult.playground.telegram.Account;
import io.pult.playground.telegram.Channel;
import io.pult.playground.telegram.ChannelSpec;
import io.pult.playground.telegram.Order;
import io.pult.playground.telegram.PushOrder;
import io.pult.support.Chance;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two weeks of accounts by a clock that the test moves. By day the machine runs; each night it is suspended.
 */
class TwoWeeksIT {
    private static final int DAYS = 14;
    private static final int WATCHERS = 3;
    private static final int RESTERS = 2;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int WAKING_HOURS = 3;
    private static final Duration NIGHT = Duration.ofHours(24 - WAKING_HOURS);
    private static final Rest.Times REST = new Rest.Times(Duration.ofMinutes(30), Duration.ofHours(20));

    @TempDir
    Path folder;

    private final Chance chance = new Chance();

    @Test
    void salts_are_renewed_posts_are_heard_through_gaps_floods_end_and_who_rests_wakes_for_two_weeks()
            throws Exception {
        try (var weeks = new TwoWeeks(folder, WATCHERS + RESTERS, REST)) {
            var world = weeks.standIn.world();
            Account writer = world.account("88800000000");
            Channel news = world.add(ChannelSpec.channel("News", "news"), writer);
            List<UUID> watchers = weeks.hold(0, WATCHERS, new Watch(Watch.Kind.CHANNEL, news.id(), "news", "test"));
            weeks.hold(WATCHERS, WATCHERS + RESTERS);
            weeks.live(HOUR);
            assertThat(weeks.resting()).isEqualTo(RESTERS);
            var posts = new ArrayList<Integer>();
            for (int day = 0; day < DAYS; day++) {
                day(weeks, news, posts);
                night(weeks, news, posts);
            }
            weeks.live(HOUR);

            for (UUID watcher : watchers) {
                Wait.until("all posts are heard", () -> heard(weeks, watcher).containsAll(posts));
                assertThat(heard(weeks, watcher)).containsExactlyInAnyOrderElementsOf(posts);
            }
            assertThat(weeks.standIn.dataCentre(2).duplicates()).isEmpty();
        }
    }

    /** Nobody loses a connection, and no message is refused for its salt, though there is another one each half hour. */
    private void day(TwoWeeks weeks, Channel news, List<Integer> posts) {
        weeks.live(HOUR);
        long corrected = weeks.count(Meter.SALT_CORRECTED);
        long lost = weeks.count(Meter.CONNECTION_LOST) + weeks.count(Meter.PEER_DEAD);
        for (int hour = 1; hour < WAKING_HOURS; hour++) {
            if (chance.coin()) {
                Account unlucky = weeks.standIn.world().account("8880000000" + chance.between(0, WATCHERS - 1));
                weeks.standIn.world().order(unlucky, chance.of(PushOrder.values()), 1);
            }
            posts.add(weeks.standIn.world().post(news, "post " + posts.size()));
            posts.add(weeks.standIn.world().post(news, "post " + posts.size()));
            weeks.live(HOUR);
        }
        assertThat(weeks.count(Meter.SALT_CORRECTED) - corrected)
                .as("messages refused for their salt")
                .isZero();
        assertThat(weeks.count(Meter.CONNECTION_LOST) + weeks.count(Meter.PEER_DEAD) - lost)
                .as("connections lost by day")
                .isZero();
    }

    private static void night(TwoWeeks weeks, Channel news, List<Integer> posts) {
        posts.add(weeks.standIn.world().post(news, "good night"));
        weeks.sleep(NIGHT);
    }

    private static List<Integer> heard(TwoWeeks weeks, UUID account) {
        return weeks.posted.stream()
                .filter(post -> post.account().equals(account))
                .map(Posted::post)
                .toList();
    }

    @Test
    void a_flood_of_a_week_is_not_asked_again_before_it_ends_and_is_over_then() throws Exception {
        try (var weeks = new TwoWeeks(folder, 1, new Rest.Times(Duration.ZERO, Duration.ofHours(20)))) {
            UUID account = weeks.hold(0, 1).get(0);
            weeks.live(TwoWeeks.STEP);
            weeks.standIn.world().order(Order.refuse("contacts.getStatuses", 420, "FLOOD_WAIT_604800"), 1);
            assertThat(weeks.failureOf(TwoWeeksIT::looks, account))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo("telegram.flood"));
            long asked = asked(weeks);
            for (int day = 0; day < 7; day++) {
                weeks.sleep(Duration.ofHours(23));
                assertThat(weeks.failureOf(TwoWeeksIT::looks, account)).isInstanceOf(Failure.class);
            }
            assertThat(asked(weeks)).as("asked while it held").isEqualTo(asked);

            weeks.sleep(Duration.ofHours(8));

            assertThat(weeks.on(TwoWeeksIT::looks, account)).isTrue();
        }
    }

    private static Future<Boolean> looks(HeldSession session) {
        return session.act(
                Act.read("contacts.getStatuses"),
                Call.system("test", Duration.ofSeconds(10)),
                client -> client.people().statuses().map(seen -> true));
    }

    private static long asked(TwoWeeks weeks) {
        return weeks.standIn.world().calls().getOrDefault("contacts.getStatuses", 0L);
    }

    @Test
    void who_is_not_needed_rests_and_wakes_each_day_for_two_weeks() throws Exception {
        try (var weeks = new TwoWeeks(folder, 1, new Rest.Times(Duration.ofMinutes(30), Duration.ofHours(24)))) {
            weeks.hold(0, 1);
            weeks.live(HOUR);
            assertThat(weeks.resting()).isOne();
            long before = weeks.standIn.dataCentre(2).counts().connections();
            weeks.live(Duration.ofDays(DAYS));
            assertThat(weeks.standIn.dataCentre(2).counts().connections() - before)
                    .as("connections in two weeks, one a day, each up to a tenth early")
                    .isBetween(13L, 16L);
            assertThat(weeks.resting()).isOne();
        }
    }
}
