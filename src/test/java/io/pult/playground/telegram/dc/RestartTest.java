package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.support.Wait;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RestartTest {
    @Test
    void a_killed_data_centre_resets_everybody_and_whoever_comes() throws Exception {
        try (var ground = new Ground(options -> options.withLoops(2));
                var first = ground.client();
                var second = ground.client()) {
            Wait.on(ground.dc.kill());
            assertThat(first.ends()).isTrue();
            assertThat(second.ends()).isTrue();
            assertThatThrownBy(() -> {
                        try (var late = again(ground, first)) {
                            late.answer(late.call(TestApi.echo(1)));
                        }
                    })
                    .isInstanceOf(IOException.class);
            Wait.on(ground.dc.reopen(true));
            try (var next = again(ground, first)) {
                next.answer(next.call(TestApi.echo(1)));
            }
        }
    }

    @Test
    void sessions_that_are_remembered_go_on_and_their_messages_are_not_executed_again() throws Exception {
        try (var ground = new Ground();
                var client = ground.client()) {
            long id = client.call(TestApi.echo(1));
            client.answer(id);
            restart(ground, true);
            try (var next = again(ground, client)) {
                next.send(id, 1, TestApi.echo(1));
                next.answer(id);
                assertThat(next.seen)
                        .filteredOn(message -> message.tl() == Tl.NEW_SESSION_CREATED)
                        .as("the unacknowledged one of the first connection comes again, and no other")
                        .extracting(RawClient.Message::id)
                        .hasSizeLessThanOrEqualTo(1);
            }
            assertThat(ground.api.echoed.get(1L)).hasValue(1);
            assertThat(ground.dc.counts().sessionsCreated()).isOne();
        }
    }

    @Test
    void sessions_that_are_forgotten_begin_anew_with_the_same_key() throws Exception {
        try (var ground = new Ground();
                var client = ground.client()) {
            client.answer(client.call(TestApi.echo(1)));
            restart(ground, false);
            try (var next = again(ground, client)) {
                next.answer(next.call(TestApi.echo(2)));
            }
            assertThat(ground.dc.counts().sessionsCreated()).isEqualTo(2);
        }
    }

    private static void restart(Ground ground, boolean remembering) {
        Wait.on(ground.dc.kill());
        Wait.on(ground.dc.reopen(remembering));
    }

    private static RawClient again(Ground ground, RawClient before) throws Exception {
        var client = new RawClient(ground.dc.port(), before.key);
        client.session = before.session;
        client.salt = before.salt;
        client.content = before.content;
        client.lastId = before.lastId;
        return client;
    }
}
