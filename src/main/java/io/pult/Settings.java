package io.pult;

import io.pult.api.HttpSettings;
import io.pult.api.LimitSettings;
import io.pult.api.ManagementSettings;
import io.pult.identity.IdentitySettings;
import io.pult.identity.PasswordSettings;
import io.pult.identity.audit.AuditSettings;
import io.pult.identity.factor.FactorSettings;
import io.pult.identity.social.SocialSettings;
import io.pult.infra.PgSettings;
import io.pult.infra.RedisSettings;
import io.pult.jobs.JobsSettings;
import io.pult.telegram.TelegramSettings;
import io.pult.vk.VkSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configuration of a node: one record a section, one component a key of {@code conf/pult.yaml}. */
public record Settings(
        NodeSettings node,
        DataSettings data,
        ClusterSettings cluster,
        PgSettings postgres,
        RedisSettings redis,
        SecretsSettings secrets,
        HttpSettings http,
        LimitSettings limits,
        ManagementSettings management,
        IdentitySettings identity,
        PasswordSettings passwords,
        FactorSettings factors,
        AuditSettings audit,
        SocialSettings social,
        JobsSettings jobs,
        VkSettings vk,
        TelegramSettings telegram,
        LogSettings log) {

    /** @param name absent: made of the host's name and the HTTP port */
    public record NodeSettings(@Nullable String name, List<String> concerns) {
        public NodeSettings {
            Set<String> known = Concern.names();
            for (String concern : concerns) {
                if (!known.contains(concern)) {
                    throw new IllegalArgumentException(
                            "node.concerns names '" + concern + "'; there are " + String.join(", ", known));
                }
            }
            if (concerns.isEmpty()) {
                throw new IllegalArgumentException("node.concerns is empty; a node runs at least one concern");
            }
        }

        String nameOr(int httpPort) {
            return name != null ? name : hostName() + "-" + httpPort;
        }

        private static String hostName() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "node";
            }
        }
    }

    String nodeName() {
        return node.nameOr(http.port());
    }

    public record DataSettings(Path dir) {}

    public record ClusterSettings(String host, int port, int busPort, List<String> members) {
        public ClusterSettings {
            requirePort("cluster.port", port, 1);
            requirePort("cluster.bus_port", busPort, 0);
            if (members.isEmpty()) {
                throw new IllegalArgumentException("cluster.members is empty; name at least this machine's address");
            }
        }
    }

    public record SecretsSettings(Path keyFile) {}

    public record LogSettings(Format format, Level level, Level libraries) {
        public enum Format {
            TEXT,
            JSON
        }

        public enum Level {
            TRACE,
            DEBUG,
            INFO,
            WARN,
            ERROR
        }
    }

    static void requirePort(String path, int port, int least) {
        if (port < least || port > 65_535) {
            throw new IllegalArgumentException(path + " is " + port + " but must be from " + least + " to 65535");
        }
    }
}
