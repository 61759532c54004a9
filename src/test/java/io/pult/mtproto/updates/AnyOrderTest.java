package io.pult.mtproto.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Entropy;
import io.pult.support.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a network does to the pushes, everything is told once and in order. */
class AnyOrderTest {
    private static final int EVENTS = 60;
    private static final long CHANNEL = 9;

    private final Chance chance = new Chance();

    @Test
    void pushes_that_are_lost_repeated_and_shuffled_are_told_once_and_in_order() {
        chance.check(500, () -> {
            var told = new Told();
            var boxes = new UpdateBoxes<>(
                    new UpdatesMemory(new UpdateState(1, 0, 0, 0), List.of()), told, new Entropy(), 0);
            boxes.follow(CHANNEL, 1, false, 0);
            long now = 0;
            int newest = 1;
            for (Step<String> push : pushes()) {
                boxes.take(new Envelope<>(0, 0, 0, List.of(push)), now);
                now += chance.between(0, 400);
                boxes.tick(now);
                newest = Math.max(newest, push.pts());
                answer(boxes, told, now, newest);
            }
            boxes.missed(now);
            for (int i = 0; i < 20; i++) {
                now += 1_100;
                boxes.tick(now);
                answer(boxes, told, now, EVENTS + 1);
            }
            assertThat(told.news.stream().filter(news -> news.startsWith("a"))).containsExactlyElementsOf(all("a"));
            assertThat(told.news.stream().filter(news -> news.startsWith("c"))).containsExactlyElementsOf(all("c"));
        });
    }

    private List<Step<String>> pushes() {
        var pushes = new ArrayList<Step<String>>();
        for (int pts = 2; pts <= EVENTS + 1; pts++) {
            for (int copies = chance.between(0, 2); copies > 0; copies--) {
                int from = Math.max(0, pushes.size() - 6);
                pushes.add(chance.between(from, pushes.size()), new Step<>(Step.COMMON, pts, 1, "a" + pts));
                pushes.add(new Step<>(CHANNEL, pts, 1, "c" + pts));
            }
        }
        return pushes;
    }

    /** As a server would that knows of the events up to so many; in slices. */
    private void answer(UpdateBoxes<String> boxes, Told told, long now, int newest) {
        for (int guard = 0; guard < 100 && !told.questions.isEmpty() && chance.between(0, 3) > 0; guard++) {
            String question = told.questions.remove(0);
            int from = Integer.parseInt(question.substring(question.lastIndexOf(' ') + 1));
            int to = Math.min(newest, from + chance.between(1, 30));
            if (question.startsWith("channel")) {
                boxes.channelDifference(
                        CHANNEL, new Difference.OfChannel<>(to, to >= newest, 0, false, steps("c", from, to)), now);
            } else if (to == from) {
                boxes.difference(new Difference.Empty<>(0, 0), now);
            } else {
                boxes.difference(
                        new Difference.Part<>(new UpdateState(to, 0, 0, 0), to >= newest, steps("a", from, to)), now);
            }
        }
    }

    private static List<Step<String>> steps(String letter, int from, int to) {
        return IntStream.rangeClosed(from + 1, to)
                .mapToObj(pts -> Step.unordered(letter + pts))
                .toList();
    }

    private static List<String> all(String letter) {
        return IntStream.rangeClosed(2, EVENTS + 1)
                .mapToObj(pts -> letter + pts)
                .toList();
    }
}
