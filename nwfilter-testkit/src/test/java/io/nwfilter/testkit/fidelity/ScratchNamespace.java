package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.testkit.kernel.NetworkNamespace;
import org.jspecify.annotations.Nullable;

/** One namespace for all tries of all properties; it goes when the JVM does. */
public final class ScratchNamespace {

  private static @Nullable NetworkNamespace shared;

  private ScratchNamespace() {}

  /** Returns a namespace that has the sets that generated rules refer to. */
  static synchronized NetworkNamespace withSets() {
    if (shared == null) {
      shared = NetworkNamespace.create();
      createSets(shared);
    }
    return shared;
  }

  /** Makes the sets that the cases and generated rules refer to. */
  public static void createSets(NetworkNamespace namespace) {
    create(namespace, "addresses", "hash:ip");
    create(namespace, "networks-4", "hash:net");
    create(namespace, "triples", "hash:ip,port,ip");
    create(namespace, "networks6", "hash:net", "family", "inet6");
  }

  private static void create(NetworkNamespace namespace, String name, String... type) {
    String[] command = new String[type.length + 4];
    command[0] = "ipset";
    command[1] = "-exist";
    command[2] = "create";
    command[3] = name;
    System.arraycopy(type, 0, command, 4, type.length);
    assertTrue(namespace.exec("", command).succeeded(), name);
  }
}
