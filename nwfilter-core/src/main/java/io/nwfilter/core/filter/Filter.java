package io.nwfilter.core.filter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Utf8Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network filter: rules and references to other filters, in the order of the document.
 *
 * @param name its name, unique in a library
 * @param uuid its uuid, if it gives one
 * @param chain the chain that its rules are in at the Ethernet layer
 * @param givenChainPriority -1000 to 1000, the priority that it gives its chain; empty if that is
 *     the default of the chain's protocol, written or not
 * @param entries its rules and references in document order
 * @param location where it is; not part of equality
 */
public record Filter(
    String name,
    Optional<UUID> uuid,
    ChainName chain,
    OptionalInt givenChainPriority,
    List<FilterEntry> entries,
    SourceLocation location) {

  /** The longest name in bytes: 255, the limit for file names, less {@code .xml.new}. */
  private static final int MAX_NAME = 247;

  /**
   * Checks name and priority.
   *
   * @param name its name, which {@link #checkName} takes
   * @param uuid its uuid, if any
   * @param chain its chain
   * @param givenChainPriority -1000 to 1000, if it gives one
   * @param entries its rules and references
   * @param location where it is
   * @throws IllegalValueException if libvirt could not store a filter of that name
   * @throws IllegalArgumentException if the priority is out of range
   */
  public Filter {
    requireNonNull(uuid, "uuid");
    requireNonNull(chain, "chain");
    entries = ImmutableList.copyOf(requireNonNull(entries, "entries"));
    requireNonNull(location, "location");
    checkName(requireNonNull(name, "name"));
    if (givenChainPriority.isPresent()) {
      givenChainPriority = unlessDefault(givenChainPriority.getAsInt(), chain.protocol());
    }
  }

  /** A default that is written out says no more than one that is left out, if all agree on it. */
  private static OptionalInt unlessDefault(int given, ChainProtocol protocol) {
    if (!Rule.isLegalPriority(given)) {
      throw new IllegalArgumentException("chain priority " + given + " is outside -1000..1000");
    }
    boolean said = given == protocol.defaultPriority() && given == protocol.documentedPriority();
    return said ? OptionalInt.empty() : OptionalInt.of(given);
  }

  /**
   * Checks a name as libvirt does when a filter is defined.
   *
   * @param name 1 to 247 bytes in UTF-8, no slash among them
   * @throws IllegalValueException if libvirt could not store the filter
   */
  public static void checkName(String name) {
    if (name.isEmpty()
        || name.indexOf('/') >= 0
        || Utf8Prefix.of(name, MAX_NAME).length() < name.length()) {
      throw new IllegalValueException(
          name,
          "a legal filter name: 1 to "
              + MAX_NAME
              + " bytes without '/', because libvirt stores each filter in a file of that name");
    }
  }

  /** {@return where libvirt puts the jump into the chain, -1000 to 1000} */
  public int chainPriority() {
    return givenChainPriority.orElse(chain.protocol().defaultPriority());
  }

  /**
   * {@return where the jump into the chain is placed, -1000 to 1000}
   *
   * @param semantics how the filter is understood
   */
  public int chainPriority(Semantics semantics) {
    return switch (semantics) {
      case AS_LIBVIRT -> chainPriority();
      case AS_WRITTEN -> givenChainPriority.orElse(chain.protocol().documentedPriority());
    };
  }

  /**
   * {@return a builder of a filter in the root chain}
   *
   * @param name the filter's name
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /**
   * {@return a builder that holds what this filter holds: name, uuid, chain, priority, entries and
   * place}
   */
  public Builder toBuilder() {
    Builder builder = new Builder(name).chain(chain).location(location);
    builder.uuid = uuid.orElse(null);
    builder.chainPriority = givenChainPriority;
    builder.entries.addAll(entries);
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Filter other
        && name.equals(other.name)
        && uuid.equals(other.uuid)
        && chain.equals(other.chain)
        && givenChainPriority.equals(other.givenChainPriority)
        && entries.equals(other.entries);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, uuid, chain, givenChainPriority, entries);
  }

  /** Builds a {@link Filter}. */
  public static final class Builder {

    private String name;
    private @Nullable UUID uuid;
    private ChainName chain = ChainName.ROOT;
    private OptionalInt chainPriority = OptionalInt.empty();
    private final List<FilterEntry> entries = new ArrayList<>();
    private SourceLocation location = SourceLocation.NONE;

    private Builder(String name) {
      this.name = requireNonNull(name, "name");
    }

    /**
     * Gives the filter another name. libvirt takes no two filters of one uuid, either: a copy needs
     * another one, or {@linkplain #withoutUuid() none}.
     *
     * @param name the name
     * @return this builder
     */
    public Builder name(String name) {
      this.name = requireNonNull(name, "name");
      return this;
    }

    /**
     * Removes the uuid; libvirt makes one when the filter is defined.
     *
     * @return this builder
     */
    public Builder withoutUuid() {
      this.uuid = null;
      return this;
    }

    /**
     * Sets the uuid.
     *
     * @param uuid the uuid
     * @return this builder
     */
    public Builder uuid(UUID uuid) {
      this.uuid = requireNonNull(uuid, "uuid");
      return this;
    }

    /**
     * Sets the chain.
     *
     * @param chain the chain
     * @return this builder
     */
    public Builder chain(ChainName chain) {
      this.chain = requireNonNull(chain, "chain");
      return this;
    }

    /**
     * Sets the chain.
     *
     * @param chain the chain's name
     * @return this builder
     */
    public Builder chain(String chain) {
      return chain(ChainName.of(chain));
    }

    /**
     * Sets the priority of the chain.
     *
     * @param chainPriority -1000 to 1000; the default of the chain's protocol if this is not called
     * @return this builder
     */
    public Builder chainPriority(int chainPriority) {
      this.chainPriority = OptionalInt.of(chainPriority);
      return this;
    }

    /**
     * Adds a rule.
     *
     * @param rule the rule
     * @return this builder
     */
    public Builder rule(Rule rule) {
      entries.add(requireNonNull(rule, "rule"));
      return this;
    }

    /**
     * Adds a rule.
     *
     * @param rule the rule's builder
     * @return this builder
     */
    public Builder rule(Rule.Builder rule) {
      return rule(rule.build());
    }

    /**
     * Adds a rule or a reference.
     *
     * @param entry the rule or reference
     * @return this builder
     */
    public Builder entry(FilterEntry entry) {
      entries.add(requireNonNull(entry, "entry"));
      return this;
    }

    /**
     * Adds a reference to another filter.
     *
     * @param filter the other filter's name
     * @return this builder
     */
    public Builder include(String filter) {
      return include(FilterReference.of(filter, Parameters.NONE));
    }

    /**
     * Adds a reference to another filter.
     *
     * @param reference the reference
     * @return this builder
     */
    public Builder include(FilterReference reference) {
      entries.add(requireNonNull(reference, "reference"));
      return this;
    }

    /**
     * Removes rules and references.
     *
     * @param unwanted which of them
     * @return this builder
     */
    public Builder removeIf(Predicate<? super FilterEntry> unwanted) {
      entries.removeIf(unwanted);
      return this;
    }

    /**
     * Removes the first rule or reference that equals another; where it is does not matter.
     *
     * @param entry the rule or reference
     * @return this builder
     * @throws IllegalArgumentException if there is none
     */
    public Builder remove(FilterEntry entry) {
      entries.remove(position(entry));
      return this;
    }

    /**
     * Replaces the first rule or reference that equals another one.
     *
     * @param entry the rule or reference that is replaced
     * @param by what takes its place
     * @return this builder
     * @throws IllegalArgumentException if there is none
     */
    public Builder replace(FilterEntry entry, FilterEntry by) {
      entries.set(position(entry), requireNonNull(by, "by"));
      return this;
    }

    /**
     * Puts what a function makes of each rule and reference in its place.
     *
     * @param by the function; an entry that stays is returned as it is
     * @return this builder
     */
    public Builder replaceAll(UnaryOperator<FilterEntry> by) {
      entries.replaceAll(entry -> requireNonNull(by.apply(entry), "what takes an entry's place"));
      return this;
    }

    private int position(FilterEntry entry) {
      int position = entries.indexOf(requireNonNull(entry, "entry"));
      if (position < 0) {
        throw new IllegalArgumentException("the filter '" + name + "' does not have " + entry);
      }
      return position;
    }

    /**
     * Sets where the filter is.
     *
     * @param location the place
     * @return this builder
     */
    public Builder location(SourceLocation location) {
      this.location = requireNonNull(location, "location");
      return this;
    }

    /**
     * {@return the filter}
     *
     * @throws IllegalValueException if libvirt could not store a filter of that name
     * @throws IllegalArgumentException if the priority of the chain is out of range
     */
    public Filter build() {
      return new Filter(name, Optional.ofNullable(uuid), chain, chainPriority, entries, location);
    }
  }
}
