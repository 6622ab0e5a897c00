package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.query.NormalForm.Alternatives;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The packets that an expression means: as alternatives, or if these are too many, as what is left
 * of some by exceptions. To say by alternatives what is in none of n classes may take 2 to the
 * power of n of them.
 */
final class Meaning {

  private Meaning() {}

  /**
   * {@return the packets}
   *
   * @throws IllegalArgumentException if these are too complicated
   */
  static PacketClass of(Expression expression) {
    try {
      return alternatives(expression);
    } catch (IllegalArgumentException e) {
      return byExceptions(expression).orElseThrow(() -> e);
    }
  }

  /**
   * {@return all packets that an expression does not mean}
   *
   * @throws IllegalArgumentException if these are too complicated
   */
  static PacketClass notOf(Expression expression) {
    try {
      return alternatives(new Expression.Not(expression));
    } catch (IllegalArgumentException e) {
      PacketClass meant = of(expression);
      return meant.exceptions().isEmpty()
          ? new PacketClass(PacketClass.of().alternatives(), meant.alternatives())
          : notOfExceptions(expression).orElseThrow(() -> e);
    }
  }

  /**
   * {@return the packets, as some but for others; empty if the expression is not of that form}
   *
   * @throws IllegalArgumentException if these are too complicated
   */
  static Optional<PacketClass> byExceptions(Expression expression) {
    return Excepted.in(expression).map(Excepted::packets);
  }

  /**
   * {@return all packets that an expression does not mean, as those of its exceptions and others;
   * empty if it is not of that form}
   *
   * @throws IllegalArgumentException if these are too complicated
   */
  static Optional<PacketClass> notOfExceptions(Expression expression) {
    return Excepted.in(expression).map(Excepted::others);
  }

  private static PacketClass alternatives(Expression expression) {
    NormalForm form = new NormalForm();
    return form.packets(expression.packets(form, Encapsulation.NONE));
  }

  /**
   * Packets but for others.
   *
   * @param parts what holds of all of them
   * @param exception what holds of none of them
   * @param tags the tags after which the headers are that the parts and the exception are about
   */
  private record Excepted(
      ImmutableList<Expression> parts, Expression exception, Encapsulation tags) {

    /** {@return an expression as such; empty if it has no exception, or several forms of tags} */
    static Optional<Excepted> in(Expression expression) {
      ImmutableList<Expression> all =
          expression instanceof Expression.And and ? and.parts() : ImmutableList.of(expression);
      List<Expression> parts = new ArrayList<>();
      List<Expression> exceptions = new ArrayList<>();
      for (Expression one : all) {
        if (one instanceof Expression.Not not) {
          exceptions.add(not.part());
        } else {
          parts.add(one);
        }
      }
      boolean ofOneForm =
          parts.stream().noneMatch(one -> one instanceof Expression.Or && !one.tags().isEmpty());
      return !exceptions.isEmpty() && ofOneForm
          ? Optional.of(
              new Excepted(
                  ImmutableList.copyOf(parts),
                  Expression.or(exceptions),
                  Encapsulation.NONE.with(expression.tags())))
          : Optional.empty();
    }

    PacketClass packets() {
      NormalForm form = new NormalForm();
      return new PacketClass(
          form.packets(parts(form)).alternatives(),
          form.packets(exception.packets(form, tags)).alternatives());
    }

    PacketClass others() {
      NormalForm form = new NormalForm();
      Alternatives without = form.not(parts(form));
      return form.packets(form.or(ImmutableList.of(without, exception.packets(form, tags))));
    }

    private Alternatives parts(NormalForm form) {
      Alternatives all = Alternatives.ALL;
      for (Expression part : parts) {
        all = form.and(all, part.packets(form, tags));
      }
      return all;
    }
  }
}
