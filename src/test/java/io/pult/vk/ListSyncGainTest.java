package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.vk.ListSyncReader.Reading;
import io.pult.vk.ListSyncSource.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ListSyncGainTest {
    private static final ListSyncSource POSTS = ListSyncSource.POSTS;

    /** Posts overlap by two of a hundred. */
    private static final long STRIDE = 98;

    @Test
    void a_page_that_shares_nothing_with_what_was_read_is_not_taken_and_the_reading_goes_back() {
        var gain = ListSyncGain.of(POSTS, reading(at(98), page(98, 500, 200, 300)), false);

        assertThat(gain.entries()).isEmpty();
        assertThat(place(gain).offset()).isEqualTo(94);
        assertThat(place(gain).rewind()).isEqualTo(4);
    }

    @Test
    void it_goes_back_further_each_time_and_to_the_beginning_at_most() {
        var place = at(98);
        long before = place.offset();
        for (int i = 0; place.offset() > 0; i++) {
            assertThat(i).isLessThan(10);
            place = place(ListSyncGain.of(POSTS, reading(place, page(place.offset(), 500, 200, 300)), false));
            assertThat(place.offset()).isLessThan(before);
            before = place.offset();
        }
        assertThat(ListSyncGain.of(POSTS, reading(place, page(0, 500, 200, 300)), false)
                        .entries())
                .hasSize(100);
    }

    @Test
    void a_batch_counts_up_to_the_page_that_does_not_join() {
        var gain = ListSyncGain.of(
                POSTS, reading(at(0), page(0, 500, 0, 100), page(98, 500, 98, 198), page(196, 500, 210, 310)), true);

        assertThat(gain.entries()).hasSize(198);
        assertThat(place(gain).offset()).isEqualTo(192);
    }

    @Test
    void an_empty_page_before_the_count_is_a_hole_and_not_the_end() {
        var gain = ListSyncGain.of(
                POSTS, reading(at(0), page(0, 500, 0, 100), page(98, 500, 0, 0), page(196, 500, 196, 296)), true);

        assertThat(gain.entries()).hasSize(200);
        assertThat(place(gain)).isEqualTo(at(294));
    }

    @Test
    void a_page_that_is_not_full_and_reaches_the_count_is_the_end() {
        var gain = ListSyncGain.of(POSTS, reading(at(98), page(98, 160, 98, 160)), true);

        assertThat(gain.entries()).hasSize(62);
        assertThat(gain.next()).isNull();
        assertThat(gain.count()).isEqualTo(160);
    }

    @Test
    void a_full_page_at_the_count_is_not_the_end_because_a_count_may_be_old() {
        assertThat(place(ListSyncGain.of(POSTS, reading(at(98), page(98, 198, 98, 198)), true)))
                .isEqualTo(at(196));
    }

    @Test
    void an_empty_page_behind_the_count_is_no_end_unless_the_pages_before_it_were_empty() {
        var shrunk = ListSyncGain.of(POSTS, reading(at(196), page(196, 150, 0, 0)), false);
        assertThat(place(shrunk).offset()).isEqualTo(192);

        var hidden = ListSyncGain.of(POSTS, reading(at(98), page(98, 250, 0, 0), page(196, 250, 0, 0)), false);
        assertThat(hidden.next()).isNull();
    }

    @Test
    void an_empty_list_ends_with_its_first_page() {
        assertThat(ListSyncGain.of(POSTS, reading(at(0), page(0, 0, 0, 0)), true)
                        .next())
                .isNull();
    }

    /** Sorted by id, people come and go anywhere between any two pages; the seeds are fixed so that a failure repeats. */
    @Test
    void whoever_is_in_a_moving_list_from_the_first_page_to_the_last_is_read() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var list = new TreeSet<Long>();
            while (list.size() < 1_000) {
                list.add((long) random.nextInt(100_000));
            }
            var always = new TreeSet<>(list);
            var read = new HashSet<Long>();
            ListSyncPlace place = at(0);
            int steps = 0;
            while (place != null) {
                assertThat(steps++).as("steps, seed " + seed).isLessThan(1_000);
                List<Long> now = new ArrayList<>(list);
                int from = (int) Math.min(now.size(), place.offset());
                int size = random.nextInt(4) == 0 ? 50 : 100;
                List<Long> ids = now.subList(from, Math.min(now.size(), from + size));
                var page = new ListSyncPage(place.offset(), size, now.size(), entries(ids));
                var gain = ListSyncGain.of(
                        POSTS, reading(place, page), ids.stream().anyMatch(read::contains));
                gain.entries().forEach(entry -> read.add(entry.key()));
                place = gain.next();
                for (int i = random.nextInt(20); i > 0; i--) {
                    Long gone = list.ceiling((long) random.nextInt(100_000));
                    if (gone != null) {
                        list.remove(gone);
                        always.remove(gone);
                    }
                    if (random.nextInt(3) == 0) {
                        list.add((long) random.nextInt(100_000));
                    }
                }
            }
            assertThat(read).as("seed " + seed).containsAll(always);
        }
    }

    @Test
    void half_a_page_because_vk_timed_out_over_the_whole_is_not_the_end_of_the_list() {
        var half = new ListSyncPage(
                0, 50, 80, entries(LongStream.range(0, 50).boxed().toList()));

        var gain = ListSyncGain.of(POSTS, reading(at(0), half), false);

        assertThat(gain.entries()).hasSize(50);
        assertThat(place(gain).offset()).isEqualTo(50 - POSTS.overlap());
    }

    @Test
    void the_place_between_two_steps_survives_as_text() {
        var place = new ListSyncPlace(1_234, 12, 3, 40, true);
        assertThat(ListSyncPlace.of(place.text(), 25)).isEqualTo(place);
        assertThat(ListSyncPlace.of(null, 25)).isEqualTo(new ListSyncPlace(0, 25, 0, 0, false));
    }

    @Test
    void as_many_pages_are_asked_for_as_there_should_be() {
        assertThat(at(0).pages(POSTS, null)).isEqualTo(1);
        assertThat(at(98).pages(POSTS, 98L)).isEqualTo(1);
        assertThat(at(98).pages(POSTS, 198L)).isEqualTo(1);
        assertThat(at(98).pages(POSTS, 199L)).isEqualTo(2);
        assertThat(at(0).pages(POSTS, 100 + 3 * STRIDE)).isEqualTo(4);
        assertThat(at(0).pages(POSTS, 1_000_000L)).isEqualTo(10);
        assertThat(at(0).calmed(10).pages(POSTS, 1_000_000L)).isEqualTo(1);
    }

    private static ListSyncPlace at(long offset) {
        return new ListSyncPlace(offset, 10, 0, 0, false);
    }

    private static Reading reading(ListSyncPlace place, ListSyncPage... pages) {
        return new Reading(List.of(pages), place);
    }

    private static ListSyncPage page(long offset, long count, long from, long to) {
        return new ListSyncPage(
                offset,
                POSTS.page(),
                count,
                entries(LongStream.range(from, to).boxed().toList()));
    }

    private static List<Entry> entries(List<Long> keys) {
        return keys.stream().map(key -> new Entry(key, null)).toList();
    }

    private static ListSyncPlace place(ListSyncGain gain) {
        assertThat(gain.next()).isNotNull();
        return gain.next();
    }
}
