package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an account says of itself. */
final class AccountMethods {
    private static final int ONLINE_SECONDS = 300;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_ABOUT = 70;

    private final World world;

    private AccountMethods(World world) {
        this.world = world;
    }

    static List<Method> of(World world) {
        var methods = new AccountMethods(world);
        return List.of(
                Method.of("account.updateStatus", methods::updateStatus),
                Method.writing("account.updateProfile", methods::updateProfile),
                Method.of("account.checkUsername", methods::checkUsername));
    }

    private Object updateStatus(Call call) {
        boolean offline = call.raw(4).bool();
        Account account = call.account();
        if (offline) {
            account.presence().offline(world.now());
        } else {
            account.presence().online(world.now() + ONLINE_SECONDS);
        }
        world.pushes().presence(account);
        return true;
    }

    private Object updateProfile(Call call) {
        Account account = call.account();
        String first = given(call, "first_name", account.firstName());
        String last = given(call, "last_name", account.lastName());
        String about = given(call, "about", account.about());
        if (first.isBlank() || first.length() > LONGEST_NAME || last.length() > LONGEST_NAME) {
            throw RpcRefusal.bad("FIRSTNAME_INVALID");
        }
        if (about.length() > LONGEST_ABOUT) {
            throw RpcRefusal.bad("ABOUT_TOO_LONG");
        }
        account.describe(first, last, about);
        TlObject news = TlObject.of("updateUserName")
                .with("user_id", account.id())
                .with("first_name", first)
                .with("last_name", last);
        TlObject push = TlObject.of("updateShort", "update", news, "date", world.now());
        world.pushes().to(account, push, call.caller());
        for (long each : account.watchers()) {
            Account watcher = world.accounts().find(each);
            if (watcher != null) {
                world.pushes().to(watcher, push, null);
            }
        }
        return new Faces(world, account).user(account);
    }

    private Object checkUsername(Call call) {
        String name = call.text("username");
        if (!name.matches("[A-Za-z][A-Za-z0-9_]{4,31}")) {
            throw RpcRefusal.bad("USERNAME_INVALID");
        }
        return world.accounts().called(name) == null && world.channels().called(name) == null;
    }

    private static String given(Call call, String field, String otherwise) {
        @Nullable Object value = call.arguments().find(field);
        return Objects.requireNonNullElse((String) value, otherwise);
    }
}
