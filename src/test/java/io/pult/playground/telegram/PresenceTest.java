package io.pult.playground.telegram;

import static io.pult.playground.telegram.SignInTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.telegram.schema.TlObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final Scene scene = new Scene();
    private final Device device = scene.signedIn(scene.ada);

    @Test
    void contacts_hear_who_comes_and_goes_and_others_do_not() {
        scene.world.online(scene.bob, 60);
        assertThat(device.pushed()).isEmpty();
        scene.world.befriend(scene.ada, scene.bob);

        scene.world.online(scene.bob, 60);
        scene.world.offline(scene.bob);

        assertThat(statuses())
                .containsExactly(
                        TlObject.of("userStatusOnline", "expires", scene.seconds() + 60),
                        TlObject.of("userStatusOffline", "was_online", scene.seconds()));
    }

    @Test
    void online_ends_by_itself() {
        scene.world.befriend(scene.ada, scene.bob);
        scene.world.online(scene.bob, 60);
        int end = scene.seconds() + 60;
        scene.passes(Duration.ofSeconds(61));
        scene.world.expirePresence();
        scene.world.expirePresence();

        assertThat(statuses()).hasSize(2).last().isEqualTo(TlObject.of("userStatusOffline", "was_online", end));
    }

    @Test
    void what_is_not_shown_is_approximate_or_empty() {
        scene.world.befriend(scene.ada, scene.bob);
        scene.world.shows(scene.bob, Presence.Shown.RECENTLY);
        scene.world.shows(scene.bob, Presence.Shown.LAST_WEEK);
        scene.world.shows(scene.bob, Presence.Shown.LAST_MONTH);
        scene.world.shows(scene.bob, Presence.Shown.NOT);

        assertThat(statuses())
                .extracting(TlObject::name)
                .containsExactly("userStatusRecently", "userStatusLastWeek", "userStatusLastMonth", "userStatusEmpty");
    }

    @Test
    void whoever_says_that_they_are_there_is_seen_by_contacts() {
        scene.world.befriend(scene.ada, scene.bob);
        Device bob = scene.signedIn(scene.bob);

        bob.call(TlObject.of("account.updateStatus", "offline", false));

        assertThat(statuses()).extracting(TlObject::name).containsExactly("userStatusOnline");
        assertThat(((List<?>) device.call(TlObject.of("contacts.getStatuses"))))
                .isEqualTo(List.of(TlObject.of("contactStatus", "user_id", scene.bob.id())
                        .with("status", TlObject.of("userStatusOnline", "expires", scene.seconds() + 300))));
    }

    @Test
    void a_rate_is_kept_to_over_those_who_listen() {
        scene.world.befriend(scene.ada, scene.bob);

        assertThat(scene.world.comeAndGo(1)).isEqualTo(1);
        assertThat(scene.world.comeAndGo(5)).isEqualTo(1);
        assertThat(device.pushed()).hasSize(2);
    }

    @Test
    void people_are_found_by_name_and_by_phone() {
        TlObject byName = device.ask("contacts.resolveUsername", "username", "BOBBY");
        TlObject byPhone = device.ask("contacts.resolvePhone", "phone", "+7 999 000-00-02");

        assertThat(byName.object("peer")).isEqualTo(Faces.peer(scene.bob.id()));
        assertThat(byPhone.objects("users").get(0).int64("access_hash"))
                .isEqualTo(scene.world.accessHash(scene.ada, scene.bob.id()));
        assertRefused(() -> device.ask("contacts.resolveUsername", "username", "nobody_here"))
                .hasMessage("400 USERNAME_NOT_OCCUPIED");
        assertRefused(() -> device.ask("contacts.resolveUsername", "username", "7"))
                .hasMessage("400 USERNAME_INVALID");
        assertRefused(() -> device.ask("contacts.resolvePhone", "phone", "70000000000"))
                .hasMessage("400 PHONE_NOT_OCCUPIED");
    }

    @Test
    void an_imported_contact_is_one_and_shows_its_phone() {
        TlObject wanted = TlObject.of("inputPhoneContact", "client_id", 5L, "phone", "79990000002");
        TlObject imported = device.ask("contacts.importContacts", "contacts", List.of(wanted));

        assertThat(imported.objects("imported").get(0).int64("client_id")).isEqualTo(5);
        assertThat(imported.objects("users").get(0).text("phone")).isEqualTo("79990000002");
        assertThat(device.ask("contacts.getContacts").objects("contacts")).hasSize(1);
    }

    @Test
    void a_new_name_reaches_other_devices_and_contacts() {
        scene.world.befriend(scene.ada, scene.bob);
        Device bob = scene.signedIn(scene.bob);

        TlObject self = device.ask("account.updateProfile", "first_name", "Augusta");

        assertThat(self.text("first_name")).isEqualTo("Augusta");
        assertThat(self.text("last_name")).isEqualTo("L");
        assertThat(bob.pushed().get(0).object("update").text("first_name")).isEqualTo("Augusta");
        assertRefused(() -> device.ask("account.updateProfile", "about", "x".repeat(71)))
                .hasMessage("400 ABOUT_TOO_LONG");
    }

    private List<TlObject> statuses() {
        return device.pushed().stream()
                .map(each -> each.object("update").object("status"))
                .toList();
    }
}
