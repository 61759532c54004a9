package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import org.junit.jupiter.api.Test;

class SaltsTest {
    private static final long NOW = 1_000_000_000L;
    private static final int SECONDS = 1_000_000;

    /** Each a time since when it is valid and the salt itself; valid for an hour. */
    private static TlReader future(int now, long... salts) {
        var out = new TlWriter();
        out.int32(now);
        out.int32(salts.length / 2);
        for (int i = 0; i < salts.length; i += 2) {
            out.int32((int) salts[i]);
            out.int32((int) salts[i] + 3_600);
            out.int64(salts[i + 1]);
        }
        return new TlReader(out.toByteArray());
    }

    @Test
    void the_newest_valid_salt_is_used_in_whatever_order_they_were_given() {
        var salts = new Salts(1);
        salts.take(future(SECONDS, SECONDS + 3_600, 4, SECONDS - 100, 2, SECONDS + 1_800, 3), NOW);
        assertThat(salts.use(SECONDS, NOW)).isEqualTo(2);
        assertThat(salts.use(SECONDS + 1_799, NOW)).isEqualTo(2);
        assertThat(salts.use(SECONDS + 1_800, NOW)).isEqualTo(3);
        assertThat(salts.use(SECONDS + 90_000, NOW)).isEqualTo(4);
    }

    @Test
    void a_salt_that_the_server_named_is_trusted_for_ten_minutes() {
        var salts = new Salts(1);
        salts.take(future(SECONDS, SECONDS + 60, 3, SECONDS + 1_800, 4), NOW);
        salts.correct(9, NOW);
        assertThat(salts.use(SECONDS + 120, NOW + 120_000)).isEqualTo(9);
        assertThat(salts.use(SECONDS + 600, NOW + 600_000)).isEqualTo(3);
    }

    @Test
    void more_are_asked_for_when_fewer_than_two_are_left_and_not_more_often_than_each_minute() {
        var salts = new Salts(1);
        assertThat(salts.wanted(NOW)).isTrue();
        salts.write(new TlWriter(), NOW);
        assertThat(salts.wanted(NOW + 59_999)).isFalse();
        assertThat(salts.wanted(NOW + 60_000)).isTrue();
        salts.take(future(SECONDS, SECONDS + 10, 2, SECONDS + 20, 3, SECONDS + 30, 4), NOW + 60_000);
        assertThat(salts.wanted(NOW + 500_000)).isFalse();
        salts.use(SECONDS + 25, NOW + 500_000);
        assertThat(salts.wanted(NOW + 500_000)).isTrue();
    }

    @Test
    void a_server_with_one_eternal_salt_is_asked_seldom() {
        var salts = new Salts(1);
        salts.write(new TlWriter(), NOW);
        salts.take(future(SECONDS, SECONDS - 10, 7), NOW);
        assertThat(salts.wanted(NOW + 60_000)).isFalse();
        assertThat(salts.wanted(NOW + 30 * 60_000)).isTrue();
    }

    @Test
    void a_question_that_was_refused_is_asked_again_by_its_own_name_or_that_of_its_container() {
        for (long named : new long[] {11, 12}) {
            var salts = new Salts(1);
            salts.write(new TlWriter(), NOW);
            salts.asked(11, 12);
            salts.refused(99);
            assertThat(salts.wanted(NOW)).isFalse();
            salts.refused(named);
            assertThat(salts.wanted(NOW)).isTrue();
        }
    }

    @Test
    void expired_salts_and_more_than_sixteen_are_left_out_and_a_lying_count_is_refused() {
        var salts = new Salts(1);
        var many = new long[60];
        for (int i = 0; i < 30; i++) {
            many[2 * i] = SECONDS - 7_200 + i * 60L;
            many[2 * i + 1] = i;
        }
        salts.take(future(SECONDS, many), NOW);
        assertThat(salts.use(SECONDS, NOW)).isEqualTo(1);
        var lie = new TlWriter();
        lie.int32(SECONDS);
        lie.int32(Integer.MAX_VALUE);
        assertThatThrownBy(() -> salts.take(new TlReader(lie.toByteArray()), NOW))
                .isInstanceOf(TlFailure.class);
    }
}
