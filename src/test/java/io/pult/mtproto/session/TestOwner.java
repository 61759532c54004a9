package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlReader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes down what a session says; whether it may write and what it does then is the test's. */
final class TestOwner implements SessionOwner {
    final List<SessionState> states = new CopyOnWriteArrayList<>();
    final List<SessionMemory> memories = new CopyOnWriteArrayList<>();
    final List<String> pushes = new CopyOnWriteArrayList<>();
    final AtomicInteger missed = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();
    volatile boolean mayWrite = true;
    volatile Consumer<SessionState> onChange = state -> {};

    @Override
    public boolean mayWrite() {
        asked.incrementAndGet();
        return mayWrite;
    }

    @Override
    public void changed(SessionState state) {
        states.add(state);
        onChange.accept(state);
    }

    @Override
    public void remember(SessionMemory memory) {
        memories.add(memory);
    }

    @Override
    public void pushed(TlReader updates) {
        int id = updates.int32();
        if (id != Echo.ANSWER) {
            throw new io.pult.mtproto.tl.TlFailure.UnknownConstructor(id);
        }
        pushes.add(updates.string());
    }

    @Override
    public void missed() {
        missed.incrementAndGet();
    }

    @Nullable
    SessionState last() {
        return states.isEmpty() ? null : states.get(states.size() - 1);
    }

    boolean is(Class<? extends SessionState> state) {
        return state.isInstance(last());
    }
}
