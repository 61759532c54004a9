package io.pult.playground.telegram;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everybody, by id and by phone. */
final class Accounts {
    private final Map<Long, Account> byId = new LinkedHashMap<>();
    private final Map<String, Account> byPhone = new HashMap<>();

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
        return account;
    }

    void addContact(Account owner, Account contact) {
        owner.contacts().add(contact.id());
        contact.watchers().add(owner.id());
    }

    Collection<Account> all() {
        return byId.values();
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
        return byId.values().stream()
                .filter(each -> each.isCalled(username))
                .findAny()
                .orElse(null);
    }
}
