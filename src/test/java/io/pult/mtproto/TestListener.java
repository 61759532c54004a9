package io.pult.mtproto;

import io.pult.mtproto.api.Message;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.updates.News;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what a client tells, for the thread of a test. */
final class TestListener implements ClientListener {
    final List<SessionState> states = new CopyOnWriteArrayList<>();
    final List<String> presence = new CopyOnWriteArrayList<>();
    final List<News> news = new CopyOnWriteArrayList<>();
    final List<SavedAccount> saved = new CopyOnWriteArrayList<>();
    volatile boolean mayWrite = true;

    @Override
    public boolean mayWrite() {
        return mayWrite;
    }

    @Override
    public void changed(SessionState state) {
        states.add(state);
    }

    @Override
    public void presence(long userId, Presence what) {
        presence.add(userId + " " + what.getClass().getSimpleName());
    }

    @Override
    public void news(News what) {
        news.add(what);
    }

    @Override
    public void save(SavedAccount account) {
        saved.add(account);
    }

    /** The texts of the messages that it was told, in their order. */
    List<String> texts() {
        return news.stream()
                .filter(each -> each instanceof News.NewMessage)
                .map(each -> ((News.NewMessage) each).message())
                .filter(each -> each instanceof Message.Plain)
                .map(each -> ((Message.Plain) each).message())
                .toList();
    }

    @Nullable
    SavedAccount lastSaved() {
        return saved.isEmpty() ? null : saved.get(saved.size() - 1);
    }

    boolean is(Class<? extends SessionState> state) {
        return !states.isEmpty() && state.isInstance(states.get(states.size() - 1));
    }
}
