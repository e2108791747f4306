/// The measures of a garment for the upper body, in pixels: five classes are cut from one pattern.
struct TopCut {
    /// Heights of the neck's ends and of the hem.
    var top: Float = -12.5
    var hem: Float = 12.5
    /// Half widths.
    var neck: Float = 3
    var shoulder: Float = 7
    var chest: Float = 6.5
    var waist: Float = 6.5
    var hemWidth: Float = 6.8
    var neckDepth: Float = 2
    /// From the shoulder's corner to the armpit.
    var armhole: Float = 6.5
    /// Length of the sleeves; 0 for none.
    var sleeve: Float = 0
    /// Pixels outwards per pixel down.
    var spread: Float = 0.3
    /// Width of the sleeve's end.
    var cuff: Float = 3
    /// Where the front opens: 0 for nowhere, 1 from the neck to the hem.
    var opening: Float = 0
    /// How much the opening shows.
    var openingStrength: Float = 0.3
    var buttons = 0
    /// Size of the collar, 1 for a shirt's; 0 for none.
    var collar: Float = 0
    var hood = false
    /// How far the hem's middle hangs below its corners.
    var tail: Float = 0
    /// How much knitted bands at hem and cuffs show.
    var rib: Float = 0
}
