package io.pult.playground.telegram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everybody, by id and by phone. */
final class Accounts {
    private final Map<Long, Account> byId = new HashMap<>();
    private final Map<String, Account> byPhone = new HashMap<>();
    private final List<Account> all = new ArrayList<>();

    Account add(Account account) {
        String name = account.username();
        if (byPhone.containsKey(account.phone())) {
            throw new IllegalArgumentException("the phone is taken");
        }
        if (name != null && called(name) != null) {
            throw new IllegalArgumentException("the user name is taken");
        }
        byId.put(account.id(), account);
        byPhone.put(account.phone(), account);
        all.add(account);
        return account;
    }

    void addContact(Account owner, Account contact) {
        owner.contacts().add(contact.id());
        contact.watchers().add(owner.id());
    }

    /** In the order in which they came. */
    List<Account> list() {
        return all;
    }

    @Nullable
    Account find(long id) {
        return byId.get(id);
    }

    @Nullable
    Account withPhone(String phone) {
        return byPhone.get(phone);
    }

    @Nullable
    Account called(String username) {
        return all.stream().filter(each -> each.isCalled(username)).findAny().orElse(null);
    }
}
