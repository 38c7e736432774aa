using Xunit;

namespace Neuromorphic.Envs.Dynamics.Tests;

/// <summary>Each rule has the order that it declares, and what is special about it.</summary>
public sealed class IntegratorTests
{
    static readonly double[] Swing = [1.2, .3], Star = [0, .1, .38, .1];

    static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    /// <summary>The power with which the error at time 4 falls when the step is halved.</summary>
    static double Measured<T>(T system, Func<int, IIntegrator<T>> rule, double[] start) where T : IDynamics
    {
        double[] exact = Orbit.Follow((IDynamics)system, new RungeKutta4(system.Dimension), start, 2, 4, 20_000)[^1];
        double Error(int steps) => Distance(exact, Orbit.Follow(system, rule(system.Dimension), start, 2, 4, steps)[^1]);
        int steps = rule(2).Order == 1 ? 4000 : 200; // few enough that rounding does not show
        return Math.Log2(Error(steps) / Error(2 * steps));
    }

    static void Check<T>(T system, Func<int, IIntegrator<T>> rule, double[] start) where T : IDynamics =>
        Assert.Equal(rule(2).Order, Measured(system, rule, start), .1);

    [Fact]
    public void Euler_has_its_order()
    {
        Check<IDynamics>(new IdealPendulum(), dimension => new Euler(dimension), Swing);
        Check<IDynamics>(new VanDerPol(1), dimension => new Euler(dimension), Swing);
    }

    [Fact]
    public void Runge_Kutta_has_its_order()
    {
        Check<IDynamics>(new IdealPendulum(), dimension => new RungeKutta4(dimension), Swing);
        Check<IDynamics>(new VanDerPol(1), dimension => new RungeKutta4(dimension), Swing);
        Check<IDynamics>(new HenonHeiles(), dimension => new RungeKutta4(dimension), Star);
    }

    [Fact]
    public void Leapfrog_has_its_order()
    {
        Check<ISeparableHamiltonian>(new IdealPendulum(), dimension => new Leapfrog(dimension), Swing);
        Check<ISeparableHamiltonian>(new HenonHeiles(), dimension => new Leapfrog(dimension), Star);
    }

    [Fact]
    public void The_implicit_midpoint_has_its_order()
    {
        Check<IDynamics>(new IdealPendulum(), dimension => new ImplicitMidpoint(dimension), Swing);
        Check<IDynamics>(new VanDerPol(1), dimension => new ImplicitMidpoint(dimension), Swing);
    }

    /// <summary>Greatest change of energy in the last of 100 time units, steps of 0.05.</summary>
    static double Drift<T>(T system, IIntegrator<T> rule) where T : IHamiltonian
    {
        double[][] orbit = Orbit.Follow(system, rule, Swing, 2001, .05, 1);
        double first = system.Energy(orbit[0]);
        return orbit[1900..].Max(state => Math.Abs(system.Energy(state) - first));
    }

    static double Drift(IIntegrator<IDynamics> rule) => Drift<IHamiltonian>(new IdealPendulum(), rule);

    [Fact]
    public void Symplectic_rules_keep_the_energy_and_Euler_adds_to_it()
    {
        Assert.InRange(Drift<ISeparableHamiltonian>(new IdealPendulum(), new Leapfrog(2)), 0, .02);
        Assert.InRange(Drift(new ImplicitMidpoint(2)), 0, .02);
        Assert.InRange(Drift(new RungeKutta4(2)), 0, 1e-3);
        Assert.True(Drift(new Euler(2)) > 1);
    }

    [Fact]
    public void Symmetric_rules_come_back()
    {
        IdealPendulum system = new();
        double[] leapfrog = [.. Swing], midpoint = [.. Swing], euler = [.. Swing];
        foreach (double step in (double[])[.1, -.1])
        {
            new Leapfrog(2).Advance(system, leapfrog, step);
            new ImplicitMidpoint(2).Advance(system, midpoint, step);
            new Euler(2).Advance(system, euler, step);
        }
        Assert.InRange(Distance(Swing, leapfrog), 0, 1e-15);
        Assert.InRange(Distance(Swing, midpoint), 0, 1e-5); // what five iterations leave
        Assert.InRange(Distance(Swing, euler), 1e-3, 1);
    }

    [Fact]
    public void The_energy_error_is_the_mean_squared_change()
    {
        Assert.Equal((0 + 9 + 0) / 3.0, Orbit.EnergyError(new Spring(), [[1, 0], [2, 0], [0, 1]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Orbit.Follow(new Spring(), new Euler(2), [1, 0, 0], 2, 1, 1));
    }
}
