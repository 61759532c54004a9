package io.pult.mtproto.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Entropy;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Gaps and differences as core.telegram.org/api/updates has them, at times that the test says. */
class UpdateBoxesTest {
    private static final UpdateState STATE = new UpdateState(100, 7, 1_000, 50);
    private static final long CHANNEL = 4_711;

    private final Told told = new Told();
    private long now = 1_000_000;
    private UpdateBoxes<String> boxes = boxes(STATE);

    @Test
    void updates_in_their_order_are_told_once() {
        push(step(101, "a"), step(102, "b"));
        push(step(102, "b"), step(101, "a"), step(103, "c"));

        assertThat(told.news).containsExactly("a", "b", "c");
        assertThat(told.asked()).isEmpty();
        assertThat(boxes.memory().state()).isEqualTo(new UpdateState(103, 7, 1_000, 50));
    }

    @Test
    void a_gap_that_closes_within_half_a_second_is_put_in_order_and_nobody_is_asked() {
        push(step(103, "c"));
        push(step(102, "b"));
        after(400);
        push(step(101, "a"));
        after(10_000);

        assertThat(told.news).containsExactly("a", "b", "c");
        assertThat(told.asked()).isEmpty();
    }

    @Test
    void a_gap_that_stays_is_closed_by_a_difference_and_what_was_early_is_not_told_twice() {
        push(step(103, "c"));
        after(499);
        assertThat(told.asked()).isEmpty();
        after(1);
        assertThat(told.asked()).containsExactly("difference from 100");

        part(103, true, "a", "b", "c");
        assertThat(told.news).containsExactly("a", "b", "c");
        after(10_000);
        assertThat(told.asked()).isEmpty();
    }

    @Test
    void while_a_difference_is_asked_for_pushes_wait_and_no_second_question_is_asked() {
        boxes.missed(now);
        push(step(101, "a"), step(103, "c"));
        boxes.missed(now);
        after(5_000);
        assertThat(told.news).isEmpty();
        assertThat(told.asked()).containsExactly("difference from 100");

        part(102, true, "a", "b");
        assertThat(told.news).containsExactly("a", "b", "c");
    }

    @Test
    void more_early_updates_than_are_kept_are_a_reason_to_ask_at_once() {
        IntStream.range(0, 64).forEach(i -> push(step(200 + i, "early " + i)));
        assertThat(told.asked()).isEmpty();
        push(step(300, "one too many"));

        assertThat(told.asked()).containsExactly("difference from 100");
    }

    @Test
    void more_pushes_during_a_difference_than_are_kept_are_a_reason_to_ask_again() {
        boxes.missed(now);
        told.asked();
        IntStream.rangeClosed(1, 70).forEach(i -> push(step(100 + i, "push " + i)));
        part(100, true);
        after(1_000);

        assertThat(told.asked()).containsExactly("difference from 100");
    }

    @Test
    void a_difference_in_slices_is_asked_for_until_its_end_from_where_each_slice_ended() {
        boxes.missed(now);
        part(150, false, "a");
        part(190, false, "b");
        part(200, true, "c");

        assertThat(told.asked()).containsExactly("difference from 100", "difference from 150", "difference from 190");
        assertThat(told.news).containsExactly("a", "b", "c");
        assertThat(boxes.memory().state()).isEqualTo(new UpdateState(200, 7, 2_000, 60));
    }

    @Test
    void a_slice_that_leads_nowhere_is_no_loop() {
        boxes.missed(now);
        part(100, false);

        assertThat(told.asked()).containsExactly("difference from 100", "state");
    }

    @Test
    void a_difference_that_is_too_long_goes_on_from_there_and_tells_that_something_is_lost() {
        boxes.missed(now);
        boxes.difference(new Difference.TooLong<>(5_000), now);
        boxes.difference(new Difference.Empty<>(3_000, 70), now);

        assertThat(told.asked()).containsExactly("difference from 100", "difference from 5000");
        assertThat(told.news).containsExactly("lost of 0");
        assertThat(boxes.memory().state()).isEqualTo(new UpdateState(5_000, 7, 3_000, 70));
    }

    @Test
    void a_gap_that_the_server_does_not_know_of_is_given_up_after_three_answers() {
        push(step(103, "c"));
        for (int i = 0; i < 3; i++) {
            after(2_000);
            assertThat(told.asked()).containsExactly("difference from 100");
            boxes.difference(new Difference.Empty<>(2_000, 50), now);
        }
        after(10_000);

        assertThat(told.asked()).isEmpty();
        assertThat(told.news).containsExactly("c", "lost of 0");
    }

    @Test
    void a_first_start_asks_for_the_state_alone_and_tells_no_history() {
        boxes = boxes(null);
        boxes.missed(now);
        push(step(101, "during"));
        boxes.state(STATE, now);

        assertThat(told.asked()).containsExactly("state");
        assertThat(told.news).containsExactly("during");
        assertThat(boxes.memory().state()).isEqualTo(new UpdateState(101, 7, 1_000, 50));
    }

    @Test
    void what_has_no_pts_is_told_at_once_also_in_a_gap_and_during_a_difference() {
        boxes.take(new Envelope<>(55, 55, 1_000, List.of(Step.unordered("online"))), now);
        boxes.missed(now);
        boxes.take(new Envelope<>(0, 0, 1_000, List.of(Step.unordered("offline"))), now);

        assertThat(told.news).containsExactly("online", "offline");
    }

    @Test
    void an_envelope_that_came_already_is_dropped_but_its_counted_updates_pass_their_own_check() {
        var again = new Envelope<>(51, 51, 1_001, List.of(Step.unordered("once"), step(101, "a")));
        boxes.take(again, now);
        boxes.take(again, now);
        boxes.take(new Envelope<>(51, 51, 1_001, List.of(Step.unordered("once"), step(102, "b"))), now);

        assertThat(told.news).containsExactly("once", "a", "b");
    }

    @Test
    void a_missing_envelope_is_waited_for_half_a_second_and_then_asked_for() {
        boxes.take(new Envelope<>(52, 53, 1_000, List.of()), now);
        after(300);
        boxes.take(new Envelope<>(51, 51, 1_000, List.of()), now);
        after(1_000);
        assertThat(told.asked()).isEmpty();
        assertThat(boxes.memory().state()).isEqualTo(new UpdateState(100, 7, 1_000, 53));

        boxes.take(new Envelope<>(55, 55, 1_000, List.of()), now);
        after(500);
        assertThat(told.asked()).containsExactly("difference from 100");
    }

    @Test
    void after_fifteen_minutes_of_silence_it_asks_once() {
        after(14 * 60_000);
        assertThat(told.asked()).isEmpty();
        after(60_000);
        after(500);
        assertThat(told.asked()).containsExactly("difference from 100");
    }

    @Test
    void unreadable_updates_are_a_reason_to_ask_at_most_once_a_minute() {
        boxes.unreadable(now);
        boxes.difference(new Difference.Empty<>(1_000, 50), now);
        for (int i = 0; i < 50; i++) {
            after(1_000);
            boxes.unreadable(now);
        }
        assertThat(told.asked()).containsExactly("difference from 100");

        after(11_000);
        assertThat(told.asked()).containsExactly("difference from 100");
    }

    @Test
    void a_difference_that_fails_is_asked_for_again_later_and_not_for_ever() {
        boxes.missed(now);
        int questions = 0;
        for (int i = 0; i < 1_000; i++) {
            int asked = told.asked().size();
            questions += asked;
            if (asked > 0) {
                boxes.failed(Refusal.LATER, 0, now);
            }
            after(500);
        }
        assertThat(questions).isEqualTo(6);
    }

    @Test
    void a_flood_wait_is_kept() {
        boxes.missed(now);
        told.asked();
        boxes.failed(Refusal.LATER, 30_000, now);
        after(29_000);
        boxes.missed(now);
        assertThat(told.asked()).isEmpty();
        after(3_000);
        assertThat(told.asked()).containsExactly("difference from 100");
    }

    @Test
    void a_state_that_the_server_does_not_know_is_given_up_for_a_new_one() {
        boxes.missed(now);
        boxes.failed(Refusal.NO_SUCH_STATE, 0, now);
        boxes.state(new UpdateState(9, 0, 2_000, 1), now);

        assertThat(told.asked()).containsExactly("difference from 100", "state");
        assertThat(told.news).containsExactly("lost of 0");
        assertThat(boxes.memory().state()).isEqualTo(new UpdateState(9, 0, 2_000, 1));
    }

    @Test
    void a_followed_channel_has_a_box_of_its_own_and_begins_with_the_first_push() {
        boxes.follow(CHANNEL, 0, false, now);
        push(post(501, "first"));
        push(post(503, "third"));
        push(post(502, "second"), step(101, "private"));
        push(post(502, "second"));

        assertThat(told.news).containsExactly("first", "second", "third", "private");
        assertThat(told.asked()).isEmpty();
        assertThat(boxes.memory().channels()).containsExactly(new ChannelMark(CHANNEL, 503, false));
    }

    @Test
    void a_gap_of_a_channel_is_closed_by_the_difference_of_that_channel() {
        boxes.follow(CHANNEL, 0, false, now);
        push(post(501, "first"));
        push(post(503, "third"));
        after(500);
        push(post(504, "fourth"));
        assertThat(told.asked()).containsExactly("channel 4711 from 501");

        channel(503, true, 0, false, "second", "third");
        assertThat(told.news).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void a_difference_of_a_channel_is_asked_for_until_it_is_final() {
        boxes.follow(CHANNEL, 10, false, now);
        channel(20, false, 0, false, "a");
        channel(30, true, 0, false, "b");

        assertThat(told.asked()).containsExactly("channel 4711 from 10", "channel 4711 from 20");
        assertThat(told.news).containsExactly("a", "b");
    }

    @Test
    void a_channel_that_has_too_much_goes_on_from_its_newest() {
        boxes.follow(CHANNEL, 10, false, now);
        channel(5_000, true, 0, true, "newest");

        assertThat(told.news).containsExactly("lost of 4711", "newest");
        assertThat(boxes.memory().channels()).containsExactly(new ChannelMark(CHANNEL, 5_000, false));
    }

    @Test
    void a_channel_says_that_it_is_too_long_and_is_asked_when_it_is_followed() {
        boxes.follow(CHANNEL, 0, false, now);
        push(post(501, "first"));
        push(Step.channelTooLong(CHANNEL), Step.channelTooLong(99));

        assertThat(told.asked()).containsExactly("channel 4711 from 501");
    }

    @Test
    void a_channel_that_nobody_follows_is_told_as_it_comes() {
        push(post(501, "a"), post(505, "b"));

        assertThat(told.news).containsExactly("a", "b");
        assertThat(told.asked()).isEmpty();
        assertThat(boxes.memory().channels()).isEmpty();
    }

    @Test
    void a_private_channel_is_dropped_and_its_owner_told() {
        boxes.follow(CHANNEL, 10, false, now);
        boxes.failed(Refusal.CHANNEL_UNAVAILABLE, 0, now);

        assertThat(told.news).containsExactly("unavailable 4711");
        assertThat(boxes.memory().channels()).isEmpty();
    }

    @Test
    void a_polled_channel_is_asked_as_often_as_the_server_says() {
        boxes.follow(CHANNEL, 10, true, now);
        channel(10, true, 30, false);
        after(29_000);
        assertThat(told.asked()).containsExactly("channel 4711 from 10");
        after(1_000);
        assertThat(told.asked()).containsExactly("channel 4711 from 10");
    }

    @Test
    void one_question_is_asked_at_a_time_and_the_account_comes_first() {
        boxes.follow(1, 10, false, now);
        boxes.follow(2, 20, false, now);
        boxes.missed(now);
        assertThat(told.asked()).containsExactly("channel 1 from 10");
        channel(1, 10, true, 0, false);
        assertThat(told.asked()).containsExactly("difference from 100");
        part(100, true);
        assertThat(told.asked()).containsExactly("channel 2 from 20");
    }

    @Test
    void no_more_channels_are_followed_than_the_limit() {
        IntStream.rangeClosed(1, 256)
                .forEach(i -> assertThat(boxes.follow(i, 0, false, now)).isTrue());

        assertThat(boxes.follow(257, 0, false, now)).isFalse();
        assertThat(boxes.follow(256, 0, false, now)).isTrue();
    }

    @Test
    void what_it_remembers_restores_it() {
        boxes.follow(CHANNEL, 0, false, now);
        push(step(101, "a"), post(501, "first"));
        UpdatesMemory memory = boxes.memory();
        assertThat(boxes.changed()).isTrue();
        assertThat(boxes.changed()).isFalse();

        var restored = new UpdateBoxes<>(memory, told, new Entropy(), now);
        assertThat(restored.memory()).isEqualTo(memory);
        assertThat(told.asked()).isEmpty();
        restored.missed(now);
        restored.difference(new Difference.Empty<>(1_000, 50), now);
        assertThat(told.asked()).containsExactly("difference from 101", "channel 4711 from 501");
    }

    @Test
    void an_answer_that_nobody_asked_for_changes_nothing() {
        boxes.difference(new Difference.TooLong<>(5_000), now);
        boxes.state(new UpdateState(1, 1, 1, 1), now);
        channel(30, true, 0, false, "b");
        boxes.failed(Refusal.NO_SUCH_STATE, 0, now);

        assertThat(boxes.memory().state()).isEqualTo(STATE);
        assertThat(told.news).isEmpty();
    }

    private UpdateBoxes<String> boxes(@Nullable UpdateState state) {
        return new UpdateBoxes<>(new UpdatesMemory(state, List.of()), told, new Entropy(), now);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private void push(Step<String>... steps) {
        boxes.take(new Envelope<>(0, 0, 0, List.of(steps)), now);
    }

    private void after(long millis) {
        now += millis;
        boxes.tick(now);
    }

    private void part(int pts, boolean last, String... news) {
        boxes.difference(
                new Difference.Part<>(
                        new UpdateState(pts, 7, 2_000, 60),
                        last,
                        List.of(news).stream().map(Step::unordered).toList()),
                now);
    }

    private void channel(int pts, boolean last, int timeout, boolean lost, String... news) {
        channel(CHANNEL, pts, last, timeout, lost, news);
    }

    private void channel(long id, int pts, boolean last, int timeout, boolean lost, String... news) {
        boxes.channelDifference(
                id,
                new Difference.OfChannel<>(
                        pts,
                        last,
                        timeout,
                        lost,
                        List.of(news).stream().map(Step::unordered).toList()),
                now);
    }

    private static Step<String> step(int pts, String news) {
        return new Step<>(Step.COMMON, pts, 1, news);
    }

    private static Step<String> post(int pts, String news) {
        return new Step<>(CHANNEL, pts, 1, news);
    }
}
