package io.pult.playground.telegram;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a phone. Whatever can change is read and changed with the lock of the world held; the id and the phone may be
 * read by everybody.
 */
public final class Account {
    /** What happened to it. */
    public enum Standing {
        GOOD,
        /** May look and not write. */
        FROZEN,
        BANNED,
        /** Deleted by its owner. */
        DEACTIVATED
    }

    private final long id;
    private final String phone;
    private final int codeLength;
    private final boolean premium;
    private final Mailbox mailbox;
    private final Presence presence = new Presence();
    private final Set<Long> contacts = new LinkedHashSet<>();
    /** Whose contact it is: who hears of its presence. */
    private final Set<Long> watchers = new LinkedHashSet<>();

    private final List<Key> keys = new CopyOnWriteArrayList<>();
    private int home;
    private String firstName;
    private String lastName;
    private String about = "";
    private @Nullable String username;
    private @Nullable SrpServer password;
    private Standing standing = Standing.GOOD;
    private int revision;

    Account(long id, AccountSpec spec, @Nullable SrpServer password) {
        this.id = id;
        this.phone = spec.phone();
        this.codeLength = spec.codeLength();
        this.premium = spec.premium();
        this.home = spec.home();
        this.firstName = spec.firstName();
        this.lastName = spec.lastName();
        this.username = spec.username();
        this.password = password;
        this.mailbox = new Mailbox();
    }

    public long id() {
        return id;
    }

    public String phone() {
        return phone;
    }

    int codeLength() {
        return codeLength;
    }

    boolean premium() {
        return premium;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Presence presence() {
        return presence;
    }

    Set<Long> contacts() {
        return contacts;
    }

    Set<Long> watchers() {
        return watchers;
    }

    /** The keys that are signed in as it. */
    List<Key> keys() {
        return keys;
    }

    int home() {
        return home;
    }

    void home(int dc) {
        home = dc;
    }

    String firstName() {
        return firstName;
    }

    String lastName() {
        return lastName;
    }

    String about() {
        return about;
    }

    @Nullable
    String username() {
        return username;
    }

    void describe(String first, String last, String text) {
        firstName = first;
        lastName = last;
        about = text;
        revision++;
    }

    boolean isCalled(String name) {
        return username != null && username.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
    }

    @Nullable
    SrpServer password() {
        return password;
    }

    Standing standing() {
        return standing;
    }

    void standing(Standing now) {
        standing = now;
        revision++;
    }

    /** Grows with each change of what others see of it. */
    int revision() {
        return revision + presence.revision();
    }
}
