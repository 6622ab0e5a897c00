package io.nwfilter.core.domain;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine.
 *
 * @param name its name
 * @param uuid its uuid, if given
 * @param interfaces its interfaces in document order
 * @param location where it is; not part of equality
 */
public record Domain(
    String name, Optional<UUID> uuid, List<NetworkInterface> interfaces, SourceLocation location) {

  /**
   * Checks that all components are given.
   *
   * @param name its name
   * @param uuid its uuid, if given
   * @param interfaces its interfaces in document order
   * @param location where it is
   */
  public Domain {
    requireNonNull(name, "name");
    requireNonNull(uuid, "uuid");
    interfaces = ImmutableList.copyOf(requireNonNull(interfaces, "interfaces"));
    requireNonNull(location, "location");
  }

  /**
   * {@return a domain that was not read from a document}
   *
   * @param name its name
   * @param interfaces its interfaces
   */
  public static Domain of(String name, NetworkInterface... interfaces) {
    return new Domain(
        name, Optional.empty(), ImmutableList.copyOf(interfaces), SourceLocation.NONE);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Domain other
        && name.equals(other.name)
        && uuid.equals(other.uuid)
        && interfaces.equals(other.interfaces);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, uuid, interfaces);
  }
}
