package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.ArrayList;
import java.util.List;

/** {@code contacts.*}: who knows whom, and who is there. */
final class ContactsMethods {
    private final World world;

    private ContactsMethods(World world) {
        this.world = world;
    }

    static List<Method> of(World world) {
        var methods = new ContactsMethods(world);
        return List.of(
                Method.of("contacts.getStatuses", methods::statuses),
                Method.of("contacts.getContacts", methods::contacts),
                Method.writing("contacts.importContacts", methods::importContacts),
                Method.of("contacts.resolveUsername", methods::resolveUsername),
                Method.of("contacts.resolvePhone", methods::resolvePhone));
    }

    private Object statuses(Call call) {
        var faces = new Faces(world, call.account());
        return known(call.account()).stream()
                .map(each -> TlObject.of("contactStatus", "user_id", each.id(), "status", faces.status(each)))
                .toList();
    }

    private Object contacts(Call call) {
        Account account = call.account();
        var faces = new Faces(world, account);
        List<Account> known = known(account);
        return TlObject.of("contacts.contacts")
                .with(
                        "contacts",
                        known.stream()
                                .map(each -> TlObject.of("contact")
                                        .with("user_id", each.id())
                                        .with("mutual", each.contacts().contains(account.id())))
                                .toList())
                .with("saved_count", known.size())
                .with("users", known.stream().map(faces::user).toList());
    }

    private Object importContacts(Call call) {
        Account account = call.account();
        var imported = new ArrayList<TlObject>();
        var bundle = new Bundle(world, account, false);
        for (TlObject each : call.objects("contacts")) {
            Account who = world.accounts().withPhone(digits(each.text("phone")));
            if (who != null) {
                world.accounts().addContact(account, who);
                bundle.user(who.id());
                imported.add(TlObject.of("importedContact")
                        .with("user_id", who.id())
                        .with("client_id", each.int64("client_id")));
            }
        }
        return TlObject.of("contacts.importedContacts", "imported", imported, "users", bundle.users());
    }

    private Object resolveUsername(Call call) {
        String name = call.text("username");
        if (!name.matches("@?[A-Za-z][A-Za-z0-9_]{2,31}")) {
            throw RpcRefusal.bad("USERNAME_INVALID");
        }
        String wanted = name.startsWith("@") ? name.substring(1) : name;
        Account who = world.accounts().called(wanted);
        Channel channel = world.channels().called(wanted);
        if (who != null) {
            return resolved(call.account(), who);
        }
        if (channel == null) {
            throw RpcRefusal.bad("USERNAME_NOT_OCCUPIED");
        }
        var bundle = new Bundle(world, call.account(), false).channel(channel);
        return TlObject.of("contacts.resolvedPeer", "peer", Faces.peer(channel), "chats", bundle.chats());
    }

    private Object resolvePhone(Call call) {
        Account who = world.accounts().withPhone(digits(call.text("phone")));
        if (who == null) {
            throw RpcRefusal.bad("PHONE_NOT_OCCUPIED");
        }
        return resolved(call.account(), who);
    }

    private TlObject resolved(Account viewer, Account who) {
        var bundle = new Bundle(world, viewer, false).user(who.id());
        return TlObject.of("contacts.resolvedPeer", "peer", Faces.peer(who.id()), "users", bundle.users());
    }

    private List<Account> known(Account account) {
        var known = new ArrayList<Account>();
        for (long each : account.contacts()) {
            Account who = world.accounts().find(each);
            if (who != null) {
                known.add(who);
            }
        }
        return known;
    }

    private static String digits(String phone) {
        return phone.replaceAll("\\D", "");
    }
}
