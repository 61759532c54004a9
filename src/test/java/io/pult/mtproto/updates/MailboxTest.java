package io.pult.mtproto.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private final List<String> read = new ArrayList<>();

    @Test
    void nothing_is_read_within_the_turn_that_writes() {
        var mailbox = new Mailbox<String>(8, later::add, read::add, n -> n + " dropped");
        mailbox.post("a");
        mailbox.post("b");
        assertThat(read).isEmpty();
        assertThat(later).hasSize(1);

        run();
        assertThat(read).containsExactly("a", "b");
    }

    @Test
    void what_does_not_fit_is_dropped_and_counted() {
        var mailbox = new Mailbox<String>(2, later::add, read::add, n -> n + " dropped");
        List.of("a", "b", "c", "d").forEach(mailbox::post);
        run();

        assertThat(read).containsExactly("a", "b", "2 dropped");
    }

    @Test
    void a_reader_that_throws_loses_one_letter() {
        var mailbox = new Mailbox<String>(
                8,
                later::add,
                letter -> {
                    if (letter.equals("bad")) {
                        throw new IllegalStateException(letter);
                    }
                    read.add(letter);
                },
                n -> n + " dropped");
        List.of("a", "bad", "b").forEach(mailbox::post);
        assertThatThrownBy(this::run).hasMessage("bad");
        run();

        assertThat(read).containsExactly("a", "b");
    }

    @Test
    void many_letters_are_read_in_several_turns() {
        var mailbox = new Mailbox<String>(1_000, later::add, read::add, n -> n + " dropped");
        IntStream.range(0, 200).forEach(i -> mailbox.post("letter"));
        later.remove().run();

        assertThat(read).hasSize(64);
        run();
        assertThat(read).hasSize(200);
    }

    private void run() {
        while (!later.isEmpty()) {
            later.remove().run();
        }
    }
}
