package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.infra.Redis;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.pult.vk.Pick.Want;
import io.pult.vk.SharedBudgets.Filled;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scripts, each in a Redis of its own. */
class SharedBudgetsIT {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = Wait.on(Redis.open(vertx, TestStores.redis().toString(), Duration.ofSeconds(2)));
    private final VkSettings settings = VkSettings.standard();
    private final SharedBudgets budgets = new SharedBudgets(redis, "test", settings, null);
    private final PoolToken one = token(Kind.USER);
    private final PoolToken two = token(Kind.USER);

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    @Test
    void after_a_rest_a_token_serves_one_call_at_a_time_until_one_succeeds() {
        fill(one);
        assertThat(Wait.on(budgets.rest(one, Duration.ofMillis(30), 14, false))).isTrue();

        Pick.Turn trial = turn(pick(SECOND));

        assertThat(trial.watched()).isTrue();
        Pick.Busy busy = (Pick.Busy) pick(SECOND);
        assertThat(busy.trial()).isTrue();
        assertThat(busy.forMs()).as("the call may take its whole time").isGreaterThan(9_000);
        Wait.on(vertx.timer(Math.max(1, trial.waitMs()), TimeUnit.MILLISECONDS));
        Wait.on(budgets.proven(one));
        Pick.Turn next = turn(pick(SECOND));
        assertThat(next.watched()).isFalse();
        assertThat(next.waitMs()).isBetween(200L, 370L);
    }

    @Test
    void a_success_that_was_on_its_way_when_the_token_was_sent_to_rest_does_not_end_the_rest() {
        fill(one);
        Wait.on(budgets.rest(one, LONG, 14, false));
        Wait.on(budgets.proven(one));
        assertThat(pick(SECOND)).isInstanceOf(Pick.Busy.class);
    }

    @Test
    void five_refusals_for_pace_in_a_row_slow_a_token_by_a_quarter_and_four_times_is_the_limit() {
        fill(one);
        for (int i = 0; i < 4; i++) {
            assertThat(Wait.on(budgets.tooFast(one, Duration.ofMillis(1)))).isZero();
        }
        assertThat(Wait.on(budgets.tooFast(one, Duration.ofMillis(1)))).isEqualTo(463);
        for (int i = 0; i < 60; i++) {
            Wait.on(budgets.tooFast(one, Duration.ofMillis(1)));
        }
        assertThat(pace()).isEqualTo(Duration.ofMillis(4 * 370));
        long first = turn(pick(SECOND)).waitMs();
        assertThat(turn(pick(LONG)).waitMs() - first).isBetween(1_400L, 1_480L);
    }

    @Test
    void refusals_for_pace_between_successes_slow_nothing() {
        fill(one);
        for (int i = 0; i < 20; i++) {
            Wait.on(budgets.tooFast(one, Duration.ofMillis(1)));
            if (i % 4 == 3) {
                Wait.on(budgets.proven(one));
            }
        }
        assertThat(pace()).isEqualTo(settings.userSpacing());
    }

    @Test
    void success_brings_the_pace_back_a_step_a_minute() {
        fill(one);
        for (int i = 0; i < 10; i++) {
            Wait.on(budgets.tooFast(one, Duration.ofMillis(1)));
        }
        Wait.on(budgets.proven(one));
        assertThat(pace()).as("too soon").isEqualTo(Duration.ofMillis(579));

        aMinutePasses();
        Wait.on(budgets.proven(one));
        assertThat(pace()).isEqualTo(Duration.ofMillis(463));
        Wait.on(budgets.proven(one));
        assertThat(pace()).as("only once a minute").isEqualTo(Duration.ofMillis(463));
        aMinutePasses();
        Wait.on(budgets.proven(one));
        assertThat(pace()).isEqualTo(settings.userSpacing());
        assertThat(turn(pick(LONG)).watched()).isFalse();
    }

    @Test
    void the_sweep_keeps_the_pace_the_trial_and_the_turns() {
        fill(one);
        for (int i = 0; i < 5; i++) {
            Wait.on(budgets.tooFast(one, Duration.ofMillis(1)));
        }
        turn(pick(LONG));
        turn(pick(LONG));

        assertThat(fill(one)).isEqualTo(Filled.NO);

        assertThat(pace()).isEqualTo(Duration.ofMillis(463));
        assertThat(turn(pick(LONG)).waitMs()).isBetween(800L, 1_389L);
    }

    @Test
    void a_list_of_one_does_not_pass_for_a_filled_pool() {
        assertThat(Wait.on(budgets.reconcile(List.of(entry(one)), List.of(), false, false)))
                .isEqualTo(Filled.MISSING);
        assertThat(pick(SECOND)).isInstanceOf(Pick.Empty.class);
        assertThat(fill(one, two)).isEqualTo(Filled.YES);
        assertThat(pick(SECOND)).isInstanceOf(Pick.Turn.class);
    }

    @Test
    void what_was_promised_without_redis_is_not_promised_again_though_redis_kept_its_data() {
        fill(one);
        var promised = new PoolEntry(one.member(), one.kind(), 1, Duration.ZERO, false, Duration.ofMillis(3_000));

        Wait.on(budgets.reconcile(List.of(promised), List.of(), true, true));

        assertThat(turn(pick(LONG)).waitMs()).isBetween(3_200L, 3_370L);
    }

    @Test
    void locks_that_come_with_the_list_hold_and_go_on_counting() {
        var lock = new TokenLock(one.member(), 1, "wall.get", 29, Duration.ofMinutes(20), 3);
        var over = new TokenLock(two.member(), 1, "wall.get", 29, Duration.ofMinutes(-20), 2);
        var ofPredecessor = new TokenLock(two.member(), 0, "wall.search", 29, Duration.ofMinutes(20), 3);
        Wait.on(budgets.reconcile(List.of(entry(one), entry(two)), List.of(lock, over, ofPredecessor), true, false));

        assertThat(turn(pick("wall.get", LONG)).member()).isEqualTo(two.member());
        assertThat(turn(pick("wall.get", LONG)).member()).isEqualTo(two.member());
        assertThat(Wait.on(budgets.locked(List.of("wall.get", "wall.search")))).containsExactly(one.member());
        var rests = List.of(Duration.ofMinutes(30), Duration.ofMinutes(60), Duration.ofMinutes(120));
        assertThat(Wait.on(budgets.lock(two, "wall.get", 29, rests)))
                .isEqualTo(new TokenLock(two.member(), 1, "wall.get", 29, Duration.ofMinutes(120), 3));
    }

    @Test
    void a_lock_that_goes_along_to_another_epoch_holds_as_soon_as_the_epoch_does() {
        fill(one);
        Wait.on(budgets.lock(one, "wall.get", 29, List.of(Duration.ofMinutes(30), LONG)));
        var next = new PoolEntry(one.member(), one.kind(), 2, Duration.ZERO, false, Duration.ZERO);
        var along = new TokenLock(one.member(), 2, "wall.get", 29, Duration.ofMinutes(29), 1);

        Wait.on(budgets.reconcile(List.of(next), List.of(along), false, false));

        assertThat(((Pick.Busy) pick("wall.get", SECOND)).forMs()).isGreaterThan(1_700_000);
        assertThat(turn(pick(SECOND)).epoch()).isEqualTo(2);
    }

    @Test
    void the_last_one_awake_is_spared_its_rest_and_that_can_be_seen() {
        fill(one, two);
        assertThat(Wait.on(budgets.rest(one, LONG, 6, true))).isTrue();
        assertThat(Wait.on(budgets.rest(two, LONG, 6, true))).isFalse();

        PoolView view = Wait.on(budgets.look(List.of(one.member(), two.member()), List.of()));

        assertThat(view.members().get(two.member()).kept().code()).isEqualTo(6);
        assertThat(view.members().get(two.member()).cool()).isNull();
        assertThat(view.members().get(one.member()).cool().code()).isEqualTo(6);
        assertThat(view.members().get(one.member()).kept()).isNull();
    }

    @Test
    void a_kind_that_may_not_call_the_method_is_not_asked_however_long_it_has_rested() {
        PoolToken community = token(Kind.COMMUNITY);
        fill(community, one);
        for (int i = 0; i < 3; i++) {
            assertThat(turn(Wait.on(budgets.pick(
                                    new Want("wall.get", LONG, Set.of(Kind.USER, Kind.SERVICE), null, List.of()))))
                            .member())
                    .isEqualTo(one.member());
        }
        assertThat(turn(pick(LONG)).member()).isEqualTo(community.member());
    }

    @Test
    void turns_of_a_token_are_back_to_back_and_never_closer_than_its_pace() {
        fill(one, two);
        var moments = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            Pick.Turn turn = turn(pick(LONG));
            if (turn.member().equals(one.member())) {
                moments.add(System.currentTimeMillis() + turn.waitMs());
            }
        }
        assertThat(moments).hasSize(10);
        for (int i = 1; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - 1)).isBetween(330L, 410L);
        }
    }

    private Filled fill(PoolToken... tokens) {
        return Wait.on(budgets.reconcile(
                Arrays.stream(tokens).map(SharedBudgetsIT::entry).toList(), List.of(), true, false));
    }

    private static PoolEntry entry(PoolToken token) {
        return new PoolEntry(token.member(), token.kind(), token.epoch(), Duration.ZERO, false, Duration.ZERO);
    }

    private Pick pick(Duration most) {
        return pick("users.get", most);
    }

    private Pick pick(String method, Duration most) {
        return Wait.on(budgets.pick(new Want(method, most, Set.of(Kind.values()), null, List.of())));
    }

    private static Pick.Turn turn(@Nullable Pick pick) {
        assertThat(pick).isInstanceOf(Pick.Turn.class);
        return (Pick.Turn) pick;
    }

    private Duration pace() {
        return Wait.on(budgets.look(List.of(one.member()), List.of()))
                .members()
                .get(one.member())
                .pace();
    }

    /** Redis' own clock cannot be set; when the token was slowed can. */
    private void aMinutePasses() {
        String key = "pult:{test:vk}:more";
        String more = Wait.on(redis.send(Request.cmd(Command.HGET).arg(key).arg(one.member())))
                .toString();
        String[] fields = more.split("\\|");
        fields[3] = Long.toString(Long.parseLong(fields[3]) - 60_000);
        Wait.on(redis.send(Request.cmd(Command.HSET).arg(key).arg(one.member()).arg(String.join("|", fields))));
    }

    private static PoolToken token(Kind kind) {
        UUID id = UUID.randomUUID();
        return new PoolToken(id.toString(), id, 1, kind, Status.ACTIVE, "", "vk1.a.token-0123456789");
    }
}
