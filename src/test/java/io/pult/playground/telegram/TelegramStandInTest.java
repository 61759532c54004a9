package io.pult.playground.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelegramStandInTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static TelegramStandIn standIn;

    @BeforeAll
    static void start() {
        standIn = Wait.on(
                TelegramStandIn.start(VERTX, TelegramStandInOptions.usual().withCrowd(20, 3)));
        standIn.world().add(AccountSpec.of("79990000001").withUsername("ada_l"));
    }

    @AfterAll
    static void close() {
        Wait.on(standIn.close());
        Wait.on(VERTX.close());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | accounts                      | nonsense                                  | JSON",
                "POST | accounts                      | {}                                        | phone is missing",
                "POST | accounts                      | {\"phone\":\"12\"}                        | 5 to 15 digits",
                "POST | accounts                      | {\"phone\":\"79990000001\"}               | the phone is taken",
                "POST | accounts                      | {\"phone\":\"79990000009\",\"username\":\"ADA_L\"} | user name is taken",
                "POST | accounts                      | {\"phone\":\"79990000009\",\"home\":3}    | home must be",
                "POST | accounts                      | {\"phone\":\"79990000009\",\"nick\":\"a\"} | nick is not a field",
                "GET  | accounts/1                    | {}                                        | nobody here",
                "POST | accounts/79990000001/standing | {\"standing\":\"gone\"}                   | one of [good, frozen",
                "POST | accounts/1/scan               | {}                                        | nobody has the phone 1",
                "POST | accounts/79990000001/scan     | {\"token\":\"a\"}                         | token is not a field",
                "POST | accounts/79990000001/scan     | {}                                        | no QR code is shown",
                "POST | channels                      | {\"title\":\"a\"}                         | creator is missing",
                "POST | channels/1/posts              | {\"text\":\"a\"}                          | there is no channel 1",
                "POST | errors                        | {\"code\":420}                            | text is missing",
                "POST | errors                        | {\"text\":\"A\",\"method\":\"users.get\"} | users.get is not a method",
                "POST | errors                        | {\"text\":\"A\",\"phone\":\"1\"}          | nobody here",
                "POST | faults                        | {\"kind\":\"thunder\"}                    | kind must be one of",
                "POST | faults                        | {\"kind\":\"reset\",\"phone\":\"1\"}      | nobody here",
                "POST | faults                        | {\"kind\":\"reset\",\"phone\":\"88800000000\"} | 88800000000 has no connection",
                "POST | restart                       | {\"dc\":3}                                | dc must be",
                "POST | pushes                        | {\"phone\":\"79990000001\",\"kind\":\"late\"} | kind must be one of",
            })
    void what_cannot_be_used_is_refused_with_its_reason(String method, String path, String body, String why)
            throws Exception {
        HttpResponse<String> response = send(method, path, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("error")).contains(why);
    }

    @Test
    void who_looks_around_is_told_what_there_is() throws Exception {
        HttpResponse<String> lost = send("GET", "nothing", "{}");

        assertThat(lost.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(lost.body()).getJsonArray("offers")).contains("POST /stand-in/accounts");
        assertThat(admin("GET", "", "{}").getJsonArray("offers")).contains("GET /stand-in/about");
    }

    @Test
    void people_places_and_words_are_made_from_outside() throws Exception {
        admin("POST", "accounts", "{'phone':'79990000011','first_name':'Eve','contacts':['79990000001']}");
        JsonObject channel = admin("POST", "channels", "{'title':'News','creator':'79990000011','username':'news_of'}");
        JsonObject group = admin("POST", "channels", "{'title':'Talk','creator':'79990000011','group':true}");
        String path = "channels/" + channel.getLong("id");
        admin("POST", path + "/link", "{'group':" + group.getLong("id") + "}");
        admin("POST", path + "/members", "{'phone':'79990000001','role':'admin'}");

        int post = admin("POST", path + "/posts", "{'text':'first'}").getInteger("id");
        int comment = admin(
                        "POST",
                        "channels/" + group.getLong("id") + "/messages",
                        "{'phone':'79990000001','text':'well','reply_to':1}")
                .getInteger("id");
        admin("POST", path + "/posts/" + post, "{'text':'better'}");
        admin("DELETE", path + "/posts/" + post, "{}");
        admin("POST", "messages", "{'from':'79990000011','to':'79990000001','text':'psst'}");

        assertThat(comment).isEqualTo(2);
        assertThat(channel.getString("invite")).isNotBlank();
        assertThat(admin("GET", "accounts/79990000001", "{}").getInteger("pts")).isEqualTo(2);
        assertThat(send("DELETE", path + "/posts/" + post, "{}").body()).contains("MSG_ID_INVALID");
    }

    @Test
    void a_client_can_be_pointed_at_it_by_what_it_tells() throws Exception {
        JsonObject about = admin("GET", "about", "{}");

        assertThat(about.getJsonArray("data_centres").getJsonObject(1).getInteger("port"))
                .isEqualTo(standIn.dataCentre(2).port());
        assertThat(about.getJsonObject("key").getString("pem")).startsWith("-----BEGIN RSA PUBLIC KEY-----");
        assertThat(about.getJsonObject("key").getString("fingerprint")).hasSize(16);
    }

    @Test
    void the_crowd_is_signed_in_and_known_by_its_keys() throws Exception {
        JsonObject somebody = admin("GET", "accounts/88800000019", "{}");

        assertThat(somebody.getInteger("devices")).isEqualTo(1);
        assertThat(standIn.dataCentre(2).authKeys().size()).isEqualTo(20);
    }

    @Test
    void what_happened_is_told() throws Exception {
        admin("POST", "faults", "{'kind':'reset','times':1,'dc':1}");
        admin("POST", "errors", "{'code':420,'text':'FLOOD_WAIT_3','method':'messages.sendMessage','times':2}");
        admin("POST", "reset", "{}");

        assertThat(admin("GET", "executions", "{}").getJsonArray("executions")).isEmpty();
        assertThat(admin("GET", "duplicates", "{}").getJsonArray("duplicates")).isEmpty();
        assertThat(admin("GET", "sessions", "{}").getJsonArray("data_centres")).hasSize(2);
        assertThat(admin("GET", "calls", "{}").fieldNames()).isEmpty();
    }

    @Test
    void a_data_centre_listens_on_the_same_port_after_a_restart() throws Exception {
        int port = standIn.dataCentre(1).port();
        admin("POST", "restart", "{'dc':1}");

        assertThat(standIn.dataCentre(1).port()).isEqualTo(port);
        try (var socket = new Socket("127.0.0.1", port)) {
            assertThat(socket.isConnected()).isTrue();
        }
        assertThat(admin("GET", "presence", "{}").getInteger("told")).isZero();
    }

    private static JsonObject admin(String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, body.replace('\'', '"'));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + standIn.adminPort() + "/stand-in/" + path);
        var request = HttpRequest.newBuilder(uri)
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }
}
