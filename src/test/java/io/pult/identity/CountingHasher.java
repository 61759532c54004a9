package io.pult.identity;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In place of a slow hasher: fast, counts what it is asked, and can be told to have too much to do. */
final class CountingHasher implements PasswordHasher {
    private static final String NOW = "now:";

    final List<String> verified = new ArrayList<>();
    int hashed;

    @Nullable
    RuntimeException trouble;

    void forget() {
        verified.clear();
        hashed = 0;
        trouble = null;
    }

    static String of(String password) {
        return NOW + password;
    }

    static String old(String password) {
        return "old:" + password;
    }

    @Override
    public Future<String> hash(String password) {
        hashed++;
        return trouble == null ? Future.succeededFuture(of(password)) : Future.failedFuture(trouble);
    }

    @Override
    public Future<Boolean> verify(String password, String hash) {
        verified.add(hash);
        return trouble == null
                ? Future.succeededFuture(hash.substring(NOW.length()).equals(password))
                : Future.failedFuture(trouble);
    }

    @Override
    public String decoy() {
        return "now:decoy";
    }

    @Override
    public boolean outdated(String hash) {
        return !hash.startsWith(NOW);
    }
}
